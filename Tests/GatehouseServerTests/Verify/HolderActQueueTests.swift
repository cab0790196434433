import Gateway
import Keys
import Synchronization
import Testing
import VerifyAPI

@testable import GatehouseServer

@Suite struct HolderActQueueTests {
    private static func request(_ number: UInt64) -> HolderRequest {
        HolderRequest(
            act: .revokeFound([], from: nil), requestID: RequestID(high: 0, low: number), address: nil)
    }

    @Test func `acts are done off the caller's thread, a bounded number at a time`() async throws {
        let counts = Mutex((now: 0, most: 0, done: 0))
        let queue = HolderActQueue { _ in
            counts.withLock { counts in
                counts.now += 1
                counts.most = max(counts.most, counts.now)
            }
            await Task.yield()
            counts.withLock { counts in
                counts.now -= 1
                counts.done += 1
            }
            return .accepted
        }
        let running = Task { try await queue.run() }
        await withTaskGroup(of: HolderActResult.self) { group in
            for number in 0..<200 as Range<UInt64> {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        queue.acts(Self.request(number)) { continuation.resume(returning: $0) }
                    }
                }
            }
            for await result in group { #expect(result == .accepted) }
        }
        running.cancel()
        _ = await running.result
        let (now, most, done) = counts.withLock { $0 }
        #expect(now == 0 && done == 200)
        #expect(most <= HolderActQueue.mostAtOnce)
    }

    @Test func `what does not fit is answered at once`() {
        let queue = HolderActQueue { _ in .accepted }
        let refused = Mutex(0)
        for number in 0..<UInt64(HolderActQueue.mostWaiting) + 5 {
            queue.acts(Self.request(number)) { result in
                if result == .unavailable { refused.withLock { $0 += 1 } }
            }
        }
        #expect(refused.withLock { $0 } == 5, "nobody takes them, so all but the last five wait")
    }
}
