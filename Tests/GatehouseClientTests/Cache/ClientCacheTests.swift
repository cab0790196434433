import HTTPTypes
import Synchronization
import TestKit
import Testing

@testable import GatehouseClient

/// The cache as a service meets it: a client that runs its feed beside verifications.
@Suite(.timeLimit(.minutes(5))) struct ClientCacheTests {
    /// A server whose feed answers when it is told to.
    private final class Server: Sendable {
        struct State {
            var generation = 7
            var isCacheable = true
            var more = ""
            var verifications = 0
            var polls: [CheckedContinuation<TransportAnswer?, Never>] = []
            var pollPaths: [String] = []
        }
        let state = Mutex(State())

        var transport: FakeTransport {
            FakeTransport { request throws(TransportError) in
                guard request.head.path?.hasPrefix("/v1/changes") == true else { return self.verify(request) }
                guard let answer = await self.poll(request) else { throw .interrupted }
                return answer
            }
        }

        var verifications: Int { self.state.withLock { $0.verifications } }

        private func verify(_ request: TransportRequest) -> TransportAnswer {
            self.state.withLock { state in
                state.verifications += 1
                let id = PresentedKey(request.document?["key"]?.string ?? "").publicID ?? ""
                return .sample(
                    200,
                    Samples.admission(
                        id, generation: state.generation, cacheable: state.isCacheable, more: state.more))
            }
        }

        private func poll(_ request: TransportRequest) async -> TransportAnswer? {
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    self.state.withLock {
                        $0.pollPaths.append(request.head.path ?? "")
                        $0.polls.append(continuation)
                    }
                    if Task.isCancelled { self.answerPoll(nil) }
                }
            } onCancel: {
                self.answerPoll(nil)
            }
        }

        /// Lets every waiting poll have the answer; `nil` breaks its connection.
        func answerPoll(_ body: String?) {
            let waiting = self.state.withLock { state in
                defer { state.polls = [] }
                return state.polls
            }
            for poll in waiting { poll.resume(returning: body.map { .sample(200, $0) }) }
        }

        /// Waits until the client has asked the feed so often; the pauses in between end at once.
        func whenAsked(_ count: Int, _ clock: TestClock) async {
            while self.state.withLock({ $0.pollPaths.count < count || $0.polls.isEmpty }) {
                clock.wakeSleepers(within: .milliseconds(30))
                await Task.yield()
            }
        }
    }

    private func withRunningClient(
        configuration: VerifyClientConfiguration = .init(cache: .init()),
        _ body: (VerifyClient, Server, TestClock) async throws -> Void
    ) async throws {
        let (server, clock) = (Server(), TestClock())
        let client = try Samples.client(server.transport, configuration: configuration, clock: clock)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await client.run() }
            await server.whenAsked(1, clock)
            server.answerPoll(#"{"generation":7,"keys":[]}"#)
            clock.advance(.milliseconds(30))
            await server.whenAsked(2, clock)
            try await body(client, server, clock)
            group.cancelAll()
        }
    }

    @Test func `without a cache every question is asked`() async throws {
        let sent = FakeTransport(Samples.admission())
        let client = try Samples.client(sent)
        for _ in 0..<3 { _ = try await client.verify(.init(key: Samples.key)) }
        #expect(sent.asked.count == 3)
    }

    @Test func `a client whose feed does not run asks every time`() async throws {
        let sent = FakeTransport(Samples.admission())
        let client = try Samples.client(sent, configuration: .init(cache: .init()))
        for _ in 0..<3 { _ = try await client.verify(.init(key: Samples.key)) }
        #expect(sent.asked.count == 3)
    }

    @Test func `the same question is asked once, and other questions are other questions`() async throws {
        try await self.withRunningClient { client, server, _ in
            let question = VerificationRequest(
                key: Samples.key, permissions: "a:read", address: "10.0.0.1", method: .get)
            let first = try await client.verify(question)
            #expect(first.admitted?.isCached == false)
            for _ in 0..<5 {
                let verdict = try await client.verify(question)
                #expect(verdict.admitted?.isCached == true)
            }
            #expect(server.verifications == 1)
            var others = [question, question, question, question, question]
            others[0].key = .init(Samples.otherKey)
            others[1].permissions = "a:write"
            others[2].address = "10.0.0.2"
            others[3].method = .post
            others[4].permissions = nil
            for other in others {
                let verdict = try await client.verify(other)
                #expect(verdict.admitted?.isCached == false)
            }
            #expect(server.verifications == 6)
        }
    }

    @Test func `what spends or must be fresh is always asked`() async throws {
        try await self.withRunningClient { client, server, _ in
            _ = try await client.verify(.init(key: Samples.key))
            _ = try await client.verify(.init(key: Samples.key, limits: [.init("burst")]))
            _ = try await client.verify(.init(key: Samples.key, cost: 0))
            _ = try await client.verify(.init(key: Samples.key, mustBeFresh: true))
            #expect(server.verifications == 4)
        }
    }

    @Test func `what the server does not mark, or marks although limits were spent, is never kept`() async throws {
        try await self.withRunningClient { client, server, _ in
            server.state.withLock { $0.isCacheable = false }
            for _ in 0..<3 { _ = try await client.verify(.init(key: Samples.key)) }
            server.state.withLock {
                $0.isCacheable = true
                $0.more = #","limits":[{"name":"a","limit":5,"remaining":4,"window_seconds":1,"reset_seconds":1}]"#
            }
            for _ in 0..<3 { _ = try await client.verify(.init(key: Samples.key)) }
            #expect(server.verifications == 6)
        }
    }

    @Test func `a change reaches the cache as soon as the feed tells it`() async throws {
        try await self.withRunningClient { client, server, clock in
            for key in [Samples.key, Samples.otherKey] { _ = try await client.verify(.init(key: key)) }
            for key in [Samples.key, Samples.otherKey] { _ = try await client.verify(.init(key: key)) }
            #expect(server.verifications == 2)
            server.state.withLock { $0.generation = 8 }
            server.answerPoll(#"{"generation":8,"keys":["\#(Samples.keyID)"]}"#)
            clock.advance(.milliseconds(30))
            await server.whenAsked(3, clock)
            let changed = try await client.verify(.init(key: Samples.key))
            #expect(changed.admitted?.isCached == false)
            let other = try await client.verify(.init(key: Samples.otherKey))
            #expect(other.admitted?.isCached == true)
            server.answerPoll(#"{"generation":9}"#)
            clock.advance(.milliseconds(30))
            await server.whenAsked(4, clock)
            #expect(client.cache?.count == 0)
            #expect(server.state.withLock { $0.pollPaths } == [0, 7, 8, 9].map { "/v1/changes?after=\($0)" })
        }
    }

    @Test(arguments: [
        nil, "", "{}", #"{"generation":-1}"#, #"{"generation":"8"}"#, "[8]", #"{"generation":8,"keys":"all"}"#,
    ])
    func `a feed that breaks or answers nonsense empties the cache at once`(_ body: String?) async throws {
        try await self.withRunningClient { client, server, _ in
            _ = try await client.verify(.init(key: Samples.key))
            server.answerPoll(body)
            while client.cache?.generation != nil { await Task.yield() }
            #expect(client.cache?.count == 0)
            _ = try await client.verify(.init(key: Samples.key))
            _ = try await client.verify(.init(key: Samples.key))
            #expect(server.verifications == 3)
        }
    }

    @Test func `a feed that falls silent for two seconds empties the cache, and comes back`() async throws {
        try await self.withRunningClient { client, server, clock in
            _ = try await client.verify(.init(key: Samples.key))
            // 30 ms have gone by since the last report was asked for.
            clock.advance(.milliseconds(1969))
            let kept = try await client.verify(.init(key: Samples.key))
            #expect(kept.admitted?.isCached == true)
            clock.advance(.milliseconds(1))
            let late = try await client.verify(.init(key: Samples.key))
            #expect(late.admitted?.isCached == false)
            // The silent poll runs into its deadline; the next one follows a pause.
            while server.state.withLock({ $0.pollPaths.count < 3 }) {
                clock.advance(.milliseconds(50))
                await Task.yield()
            }
            await server.whenAsked(3, clock)
            server.answerPoll(#"{"generation":7,"keys":[]}"#)
            while client.cache?.generation == nil { await Task.yield() }
            _ = try await client.verify(.init(key: Samples.key))
            let back = try await client.verify(.init(key: Samples.key))
            #expect(back.admitted?.isCached == true)
        }
    }

    @Test func `the cache is empty once the client has stopped running`() async throws {
        let (server, clock) = (Server(), TestClock())
        let client = try Samples.client(server.transport, configuration: .init(cache: .init()), clock: clock)
        let run = Task { await client.run() }
        await server.whenAsked(1, clock)
        server.answerPoll(#"{"generation":7,"keys":[]}"#)
        while client.cache?.generation == nil { await Task.yield() }
        _ = try await client.verify(.init(key: Samples.key))
        #expect(client.cache?.count == 1)
        run.cancel()
        await run.value
        #expect(client.cache?.count == 0)
    }

    @Test func `a client without a cache waits and asks nothing`() async throws {
        let (sent, clock) = (FakeTransport("{}"), TestClock())
        let client = try Samples.client(sent, clock: clock)
        let run = Task { await client.run() }
        await clock.whenSleeping(1)
        run.cancel()
        await run.value
        #expect(sent.asked.isEmpty)
    }

    @Test func `a server that does not hold its answers back is not asked in a circle`() async throws {
        let (sent, clock) = (FakeTransport(#"{"generation":7,"keys":[]}"#), TestClock())
        let client = try Samples.client(sent, configuration: .init(cache: .init()), clock: clock)
        let run = Task { await client.run() }
        for _ in 0..<100 {
            await clock.whenSleeping(1)
            clock.advance(.milliseconds(1))
        }
        run.cancel()
        await run.value
        #expect(sent.asked.count <= 6)
    }

    @Test func `a server that is away is asked ever more seldom`() async throws {
        let (sent, clock) = (FakeTransport(.unreachable), TestClock())
        let client = try Samples.client(sent, configuration: .init(cache: .init()), clock: clock)
        let run = Task { await client.run() }
        for _ in 0..<600 {
            await clock.whenSleeping(1)
            clock.advance(.milliseconds(50))
        }
        run.cancel()
        await run.value
        #expect((3...40).contains(sent.asked.count))
        var generator = SeededGenerator(seed: 4)
        for failures in 0...100 {
            let pause = VerifyClient.backoff(failures, using: &generator)
            let longest = [100, 100, 200, 400, 800, 1600]
            #expect(pause <= .milliseconds(failures < 6 ? longest[failures] : 2000))
            #expect(pause >= .milliseconds((failures < 6 ? longest[failures] : 2000) / 2))
        }
    }
}
