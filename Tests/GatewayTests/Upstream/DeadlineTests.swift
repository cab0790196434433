import Gateway
import HTTPMachines
import Testing

/// How long a request may take, in all and for each try.
@Suite struct DeadlineTests {
    @Test func `a try that takes too long is followed by one elsewhere`() async throws {
        let servers = [EndpointServer("a"), EndpointServer("b")]
        servers[0].answers(.silence)
        let bench = try await EndpointBench(servers) { upstream, configuration in
            configuration.routes[1].tryTimeout = .milliseconds(500)
            upstream.ejection.failures = 0
        }
        #expect(bench.shares(6) == ["b": 6])
        #expect(servers[0].count == 3)
        await bench.stop()
    }

    @Test func `what may have been done is not done again because it took long`() async throws {
        let servers = [EndpointServer("a"), EndpointServer("b")]
        servers[0].answers(.silence)
        let bench = try await EndpointBench(servers) { upstream, configuration in
            configuration.routes[1].tryTimeout = .milliseconds(500)
            upstream.ejection.failures = 0
        }
        let answers = bench.answers(2, EndpointBench.post)
        #expect(answers.map(\.status) == [504, 200])
        #expect(answers.first?.text.contains("upstream_timeout") == true)
        await bench.stop()
    }

    @Test func `a silent endpoint is ejected`() async throws {
        let servers = [EndpointServer("a"), EndpointServer("b")]
        servers[0].answers(.silence)
        let bench = try await EndpointBench(servers) { upstream, configuration in
            configuration.routes[1].tryTimeout = .milliseconds(500)
            upstream.ejection.failures = 2
        }
        #expect(bench.shares(20) == ["b": 20])
        #expect(servers[0].count == 2)
        await bench.stop()
    }

    @Test func `the time of the whole exchange bounds all tries`() async throws {
        let servers = ["a", "b", "c"].map { EndpointServer($0) }
        for server in servers { server.answers(.silence) }
        let bench = try await EndpointBench(servers) { upstream, configuration in
            configuration.routes[1].timeout = .milliseconds(250)
            configuration.routes[1].tryTimeout = .milliseconds(200)
            upstream.ejection.failures = 0
        }
        let clock = ContinuousClock()
        let took = clock.measure {
            let answer = bench.answers(1).first
            #expect(answer?.status == 504)
            #expect(answer?.text.contains("upstream_timeout") == true)
        }
        #expect(took >= .milliseconds(250) && took < .seconds(20))
        // At most two tries: there was no time for the third, and on a busy machine none for the second.
        #expect(servers.map(\.count).reduce(0, +) <= 2)
        await bench.stop()
    }

    @Test func `who waits for a connection is answered when the time of the exchange is over`() async throws {
        let server = EndpointServer("a")
        server.answers(.silence)
        let bench = try await EndpointBench([server]) { upstream, configuration in
            configuration.routes[1].timeout = .milliseconds(200)
            upstream.pool = PoolLimits(maximumConnections: 1)
        }
        let held = bench.harness.connect()
        held.send("POST /open/a HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
        #expect(bench.waits { server.count == 1 })
        #expect(bench.answers(1).first?.status == 504)
        #expect(held.receiveMessage()?.status == 504)
        await bench.stop()
    }

    @Test func `a response that has begun may take longer`() async throws {
        let upstream = ScriptedUpstream { connection, _ in
            guard connection.receiveMessage() != nil else { return }
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no")
            for _ in 0..<15 { Pause.briefly() }
            connection.send("k")
        }
        let harness = try await GatewayHarness(upstreamPort: upstream.port) { configuration in
            configuration.routes[1].timeout = .milliseconds(100)
            configuration.routes[1].tryTimeout = .milliseconds(100)
        }
        #expect(harness.request(EndpointBench.get)?.text == "ok")
        await harness.stop()
    }

    @Test func `a client that is slow with its body is told so`() async throws {
        let servers = [EndpointServer("a"), EndpointServer("b")]
        let bench = try await EndpointBench(servers) { _, configuration in
            configuration.routes[1].timeout = .milliseconds(300)
            configuration.routes[1].tryTimeout = .milliseconds(100)
        }
        let client = bench.harness.connect()
        client.send("PUT /open/a HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhi")
        #expect(client.receiveMessage()?.status == 408)
        await bench.stop()
    }
}
