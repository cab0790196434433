import Dispatch
import Synchronization
import Testing

@testable import GatehouseServer

/// Work on a folder that hangs holds nobody.
@Suite struct FolderWorkTests {
    private let work = FolderWork("test")
    private let gate = DispatchSemaphore(value: 0)

    private func failure(_ body: () async throws -> Void) async -> String? {
        do {
            try await body()
            return nil
        } catch {
            return error is CancellationError ? "cancelled" : StartFailure(error).message
        }
    }

    @Test func `what it comes to is what the work comes to`() async throws {
        #expect(try await self.work.run { _ in 5 } == 5)
        let failed = await self.failure { try await self.work.run { _ in throw StartFailure(.database, "damaged") } }
        #expect(failed == "damaged")
    }

    @Test func `who waits too long goes on, the next is refused, and when it is back all is well`() async throws {
        let gate = self.gate
        let stopped = Mutex(false)
        let failed = await self.failure {
            try await self.work.run(atMostMs: 20) { stop in
                gate.wait()
                stopped.withLock { $0 = stop.isSet }
            }
        }
        #expect(failed == "the folder does not answer")
        let second = await self.failure { try await self.work.run(atMostMs: 20) { _ in } }
        #expect(second == "the folder does not answer")
        #expect(await self.failure { try await self.work.run { _ in } } == "the folder does not answer", "at once")
        gate.signal()
        while await self.failure({ try await self.work.run { _ in } }) != nil { await Task.yield() }
        #expect(stopped.withLock { $0 }, "what goes on alone is told")
    }

    @Test func `who is cancelled goes at once`() async {
        let (gate, work) = (self.gate, self.work)
        let waiting = Task { try await work.run { _ in gate.wait() } }
        waiting.cancel()
        #expect(await self.failure { try await waiting.value } == "cancelled")
        gate.signal()
    }
}
