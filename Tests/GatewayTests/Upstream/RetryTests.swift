import Foundation
import Gateway
import HTTPMachines
import Keys
import Synchronization
import Testing

/// What is tried again on another endpoint, and what is not.
@Suite struct RetryTests {
    @Test func `no request that may be repeated fails when an endpoint dies under load and comes back`() async throws {
        let servers = ["a", "b", "c"].map { EndpointServer($0) }
        let bench = try await EndpointBench(servers, loops: 2) { upstream, _ in
            upstream.ejection.base = 200_000_000
        }
        let (outcomes, isOver) = (Outcomes(), Outcomes())
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<12 {
                group.addTask {
                    await offTheTestThreads {
                        let client = bench.harness.connect()
                        while isOver.isEmpty {
                            client.send(EndpointBench.get)
                            let answer = client.receiveMessage()
                            let isWhole = answer?.isWhole == true && answer?.status == 200
                            outcomes.add(isWhole ? answer?.text ?? "" : "status \(answer?.status ?? 0)")
                        }
                    }
                }
            }
            group.addTask {
                await offTheTestThreads {
                    for _ in 0..<3 {
                        _ = bench.waits { outcomes.take("a", more: 300) }
                        servers[0].kill()
                        _ = bench.waits { outcomes.take("b", more: 600) }
                        servers[0].revive()
                    }
                    _ = bench.waits { outcomes.take("a", more: 300) }
                    isOver.add("over")
                }
            }
        }
        let all = outcomes.all
        #expect(Set(all.keys) == ["a", "b", "c"])
        #expect((all["a"] ?? 0) > 1_000)
        #expect((bench.metric("gatehouse_upstream_retries_total", "tried") ?? 0) > 0)
        await bench.stop()
    }

    @Test(arguments: [EndpointBench.get, EndpointBench.post])
    func `who cannot be connected to has done nothing, so that any request goes elsewhere`(request: String) async throws
    {
        let servers = [EndpointServer("a"), EndpointServer("b")]
        let bench = try await EndpointBench(servers)
        servers[0].kill()
        #expect(bench.shares(20, request) == ["b": 20])
        #expect(servers[1].received.allSatisfy { $0.start.hasPrefix("GET") || $0.text == "hi" })
        await bench.stop()
    }

    @Test func `what may have been done is not done again`() async throws {
        // Closes as soon as it has read a request, the first on the connection.
        let closing = ScriptedUpstream { connection, _ in _ = connection.receiveMessage() }
        let other = EndpointServer("b")
        let bench = try await EndpointBench([other]) { upstream, _ in
            upstream.endpoints.insert(EndpointConfiguration(.host("127.0.0.1", port: closing.port)), at: 0)
            upstream.ejection.failures = 0
        }
        #expect(bench.shares(10, EndpointBench.post) == ["502": 5, "b": 5])
        #expect(other.count == 5)
        #expect(bench.shares(10, EndpointBench.get) == ["b": 10])
        await bench.stop()
    }

    @Test func `retries have a budget`() async throws {
        let servers = [EndpointServer("a"), EndpointServer("b")]
        let bench = try await EndpointBench(servers) { upstream, _ in
            upstream.retries = RetrySettings(attempts: 2, percent: 10, minimumPerSecond: 0)
            upstream.ejection.failures = 0
        }
        servers[0].kill()
        let shares = bench.shares(100)
        // Half of the requests meet the dead one; a tenth of all requests so far may be tried again.
        #expect(shares["502"] == 40 || shares["502"] == 41)
        #expect(bench.metric("gatehouse_upstream_retries_total", "over_budget") == shares["502"])
        await bench.stop()
    }

    @Test(arguments: [true, false])
    func `a key that has ended meanwhile is not tried with again`(isWarm: Bool) async throws {
        let servers = [EndpointServer("a"), EndpointServer("b")]
        let bench = try await EndpointBench(servers) { upstream, configuration in
            configuration.routes[0].tryTimeout = .milliseconds(1_500)
            upstream.ejection.failures = 0
        }
        // With an idle connection to the other, or none.
        if isWarm { #expect(bench.shares(2) == ["a": 1, "b": 1]) }
        let before = servers[1].count
        servers[0].answers(.silence)
        let token = bench.harness.issue { $0.expiry = .at(GatewayHarness.now.adding(seconds: 1)) }.token
        let answer = bench.answers(1, "GET /a HTTP/1.1\r\nHost: a\r\nX-API-Key: \(token)\r\n\r\n").first
        #expect(answer?.status == 401)
        #expect(answer?.text.contains("key_expired") == true)
        #expect(servers[1].count == before)
        await bench.stop()
    }

    @Test func `what was sent behind a request waits for its other tries`() async throws {
        let servers = [EndpointServer("a"), EndpointServer("b")]
        let bench = try await EndpointBench(servers)
        servers[0].kill()
        let client = bench.harness.connect()
        client.send(EndpointBench.get + EndpointBench.post + EndpointBench.get)
        for _ in 0..<3 { #expect(client.receiveMessage()?.text == "b") }
        #expect(servers[1].received.map { String($0.start.prefix(4)) } == ["GET ", "POST", "GET "])
        await bench.stop()
    }

    @Test func `a large body that waits for another endpoint goes there whole`() async throws {
        let servers = [EndpointServer("a"), EndpointServer("b")]
        let bench = try await EndpointBench(servers)
        servers[0].kill()
        let body = [UInt8](repeating: 0x61, count: 300_000)
        for _ in 0..<4 {
            let client = bench.harness.connect()
            client.send("POST /open/a HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.count)\r\n\r\n")
            client.send(body)
            #expect(client.receiveMessage()?.text == "b")
        }
        #expect(servers[1].received.allSatisfy { $0.body == body })
        await bench.stop()
    }

    @Test func `without attempts nothing is tried again`() async throws {
        let servers = [EndpointServer("a"), EndpointServer("b")]
        let bench = try await EndpointBench(servers) { upstream, _ in
            upstream.retries.attempts = 0
            upstream.ejection.failures = 0
        }
        servers[0].kill()
        #expect(bench.shares(10) == ["502": 5, "b": 5])
        await bench.stop()
    }

    @Test func `when every endpoint is dead the request fails after a try of each`() async throws {
        let servers = [EndpointServer("a"), EndpointServer("b"), EndpointServer("c")]
        let bench = try await EndpointBench(servers) { upstream, _ in upstream.retries.attempts = 4 }
        for server in servers { server.kill() }
        let answer = bench.answers(1).first
        #expect(answer?.status == 502)
        #expect(answer?.text.contains("upstream_unreachable") == true)
        #expect(bench.metric("gatehouse_upstream_retries_total", "tried") == 2)
        await bench.stop()
    }

    /// What came of requests, counted.
    private final class Outcomes: Sendable {
        private let counts = Mutex<[String: Int]>([:])
        private let taken = Mutex<[String: Int]>([:])

        func add(_ outcome: String) { self.counts.withLock { $0[outcome, default: 0] += 1 } }

        var all: [String: Int] { self.counts.withLock { $0 } }
        var isEmpty: Bool { self.all.isEmpty }

        /// Whether there are so many more than when it was last so.
        func take(_ outcome: String, more: Int) -> Bool {
            let count = self.all[outcome] ?? 0
            return self.taken.withLock { taken in
                guard count >= taken[outcome, default: 0] + more else { return false }
                taken[outcome] = count
                return true
            }
        }
    }
}
