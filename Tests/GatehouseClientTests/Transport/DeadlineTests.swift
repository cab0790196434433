import Synchronization
import Testing

@testable import GatehouseClient

@Suite(.timeLimit(.minutes(5))) struct DeadlineTests {
    /// A transport that answers when it is told to, and gives up when its task is cancelled.
    private func silentTransport() -> FakeTransport {
        FakeTransport { _ throws(TransportError) in
            while !Task.isCancelled { await Task.yield() }
            throw .cancelled
        }
    }

    @Test func `a call ends at its deadline and not before`() async throws {
        let (transport, clock) = (self.silentTransport(), TestClock())
        let client = try Samples.client(transport, configuration: .init(deadline: .seconds(3)), clock: clock)
        let verdict = Task { try await client.verify(.init(key: Samples.key)) }
        await clock.whenSleeping(1)
        clock.advance(.milliseconds(2999))
        #expect(clock.sleeperCount == 1)
        clock.advance(.milliseconds(1))
        let error = await #expect(throws: VerifyError.self) { try await verdict.value }
        #expect(error?.code == .deadlineExceeded)
    }

    @Test func `the deadline holds for a slow credential source as well`() async throws {
        struct Slow: CredentialSource {
            func credential() async throws -> Credential {
                while !Task.isCancelled { await Task.yield() }
                throw CancellationError()
            }
            func invalidate(_ rejected: Credential) {}
        }
        let (transport, clock) = (FakeTransport(Samples.admission()), TestClock())
        let client = try Samples.client(transport, credential: Slow(), clock: clock)
        let verdict = Task { try await client.verify(.init(key: Samples.key)) }
        await clock.whenSleeping(1)
        clock.advance(.seconds(1))
        let error = await #expect(throws: VerifyError.self) { try await verdict.value }
        #expect(error?.code == .deadlineExceeded)
        #expect(transport.asked.isEmpty)
    }

    @Test func `a cancelled task gets an error and never a verdict`() async throws {
        let (transport, clock) = (self.silentTransport(), TestClock())
        let client = try Samples.client(transport, clock: clock)
        let task = Task { try await client.verify(.init(key: Samples.key)) }
        await clock.whenSleeping(1)
        task.cancel()
        let result = await task.result
        let error = #expect(throws: VerifyError.self) { try result.get() }
        #expect(error?.code == .cancelled)
        #expect(clock.sleeperCount == 0)
    }

    @Test func `an answer in time leaves no timer behind`() async throws {
        let clock = TestClock()
        let client = try Samples.client(FakeTransport(Samples.admission()), clock: clock)
        for _ in 0..<50 { _ = try await client.verify(.init(key: Samples.key)) }
        #expect(clock.sleeperCount == 0)
    }

    @Test func `one call too many fails at once, and calls that ended make room`() async throws {
        let (transport, clock) = (self.silentTransport(), TestClock())
        let client = try Samples.client(transport, configuration: .init(maximumConcurrentCalls: 2), clock: clock)
        let first = Task { try await client.verify(.init(key: Samples.key)) }
        let second = Task { try await client.verify(.init(key: Samples.key)) }
        await clock.whenSleeping(2)
        let busy = await #expect(throws: VerifyError.self) { try await client.verify(.init(key: Samples.key)) }
        #expect(busy?.code == .busy)
        #expect(transport.asked.count == 2)
        clock.advance(.seconds(1))
        _ = await first.result
        _ = await second.result
        let third = Task { try await client.verify(.init(key: Samples.key)) }
        await clock.whenSleeping(1)
        clock.advance(.seconds(1))
        let late = await #expect(throws: VerifyError.self) { try await third.value }
        #expect(late?.code == .deadlineExceeded)
    }
}
