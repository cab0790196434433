import Admission
import Gateway
import KeyManagement
import Keys
import Synchronization
import TestKit
import Testing
import VerifyAPI

@testable import GatehouseServer

@Suite struct HolderActQueueTests {
    private static let selfRevocation = HolderAct.revokeSelf(
        HeldVersion(keyID: KeyID(high: 1, low: 1), versionNumber: 1, createdAt: .distantPast), reason: "")
    private static let search = HolderAct.revokeShownSelf(ShownToken([1]), reason: "", from: nil)
    private static let report = HolderAct.reportLeaks(SignedLeakReport(keyIdentifier: "", signature: [], body: []))

    private static func request(_ number: UInt64, _ act: HolderAct = Self.selfRevocation) -> HolderRequest {
        HolderRequest(act: act, requestID: RequestID(high: 0, low: number), address: nil)
    }

    private func queue(_ perform: @escaping @Sendable (HolderRequest) async -> HolderActResult) -> HolderActQueue {
        HolderActQueue(time: ManualClock().source, perform: perform)
    }

    @Test func `acts are done off the caller's thread, a bounded number at a time`() async throws {
        let counts = Mutex((now: 0, most: 0, done: 0))
        let queue = self.queue { _ in
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
        let queue = self.queue { _ in .accepted }
        let refused = Mutex(0)
        for number in 0..<UInt64(HolderActQueue.mostWaiting) + 5 {
            queue.acts(Self.request(number)) { result in
                if result == .unavailable { refused.withLock { $0 += 1 } }
            }
        }
        #expect(refused.withLock { $0 } == 5, "nobody takes them, so all but the last five wait")
    }

    @Test(arguments: [
        (HolderAct.revokeFound([], from: nil), HolderActQueue.mostFoundWaiting),
        (.revokeShown([], from: nil), HolderActQueue.mostFoundWaiting),
        (Self.report, HolderActQueue.mostReportsWaiting),
        (Self.search, HolderActQueue.mostSearchesWaiting),
    ])
    func `each kind has a bound of its own`(act: HolderAct, most: Int) {
        let queue = self.queue { _ in .accepted }
        let refused = Mutex(0)
        for number in 0..<UInt64(most) + 7 {
            queue.acts(Self.request(number, act)) { result in
                if result == .unavailable { refused.withLock { $0 += 1 } }
            }
        }
        #expect(refused.withLock { $0 } == 7)
        queue.acts(Self.request(0)) { _ in refused.withLock { $0 += 1 } }
        #expect(refused.withLock { $0 } == 7, "a holder's own act still fits")
    }

    @Test func `neither reports nor found credentials nor searches hold up the holder of a key`() async throws {
        let gate = Gate()
        let queue = self.queue { request in
            if case .revokeSelf = request.act { return .rejected }
            await gate.pass()
            return .accepted
        }
        let running = Task { try await queue.run() }
        for number in 0..<40 as Range<UInt64> {
            queue.acts(Self.request(number, Self.report)) { _ in }
            queue.acts(Self.request(number, .revokeShown([], from: nil))) { _ in }
            queue.acts(Self.request(number, Self.search)) { _ in }
        }
        let result = await withCheckedContinuation { continuation in
            queue.acts(Self.request(99)) { continuation.resume(returning: $0) }
        }
        #expect(result == .rejected)
        gate.open()
        running.cancel()
        _ = await running.result
    }

    @Test func `found credentials are answered at a fixed time, whatever becomes of them`() async throws {
        let gate = Gate()
        let clock = ManualClock()
        let queue = HolderActQueue(time: clock.source) { _ in
            await gate.pass()
            return .unavailable
        }
        let running = Task { try await queue.run() }
        let before = clock.monotonic
        let result = await withCheckedContinuation { continuation in
            queue.acts(Self.request(1, .revokeShown([], from: nil))) { continuation.resume(returning: $0) }
        }
        #expect(result == .accepted, "the store has not answered yet")
        #expect(clock.monotonic == before + UInt64(HolderActQueue.foundAnswerMilliseconds) * 1_000_000)
        gate.open()
        running.cancel()
        _ = await running.result
    }

    /// What passes waits until it is opened.
    private final class Gate: Sendable {
        private let waiting = Mutex<[CheckedContinuation<Void, Never>]?>([])

        func pass() async {
            await withCheckedContinuation { continuation in
                let isOpen = self.waiting.withLock { waiting in
                    waiting?.append(continuation)
                    return waiting == nil
                }
                if isOpen { continuation.resume() }
            }
        }

        func open() {
            let waiting = self.waiting.withLock { waiting in
                defer { waiting = nil }
                return waiting
            }
            for continuation in waiting ?? [] { continuation.resume() }
        }
    }
}
