import Gateway
import HTTPMachines
import Testing

/// Several endpoints share the requests of one upstream.
@Suite struct BalancingTests {
    @Test func `endpoints have turns by their weight`() async throws {
        let bench = try await EndpointBench([EndpointServer("a"), EndpointServer("b")]) { upstream, _ in
            upstream.endpoints[0].weight = 3
        }
        #expect(bench.shares(40) == ["a": 30, "b": 10])
        await bench.stop()
    }

    @Test func `who is busy gets less when the fewest requests decide`() async throws {
        let (a, b) = (EndpointServer("a"), EndpointServer("b"))
        a.answers(.silence)
        let bench = try await EndpointBench([a, b]) { upstream, _ in upstream.balance = .leastRequests }
        // At most a few go to the one that keeps silent: then it is the busier one.
        let held = (0..<4).map { _ in bench.harness.connect() }
        for client in held { client.send(EndpointBench.get) }
        #expect(bench.waits { a.count > 0 })
        #expect(bench.shares(20) == ["b": 20])
        for client in held { client.reset() }
        await bench.stop()
    }

    @Test func `an endpoint is also a Unix socket`() async throws {
        let path = "/tmp/gatehouse-endpoint-\(UInt32.random(in: .min ... .max)).sock"
        let bench = try await EndpointBench([EndpointServer("path", path: path), EndpointServer("port")])
        #expect(bench.shares(10) == ["path": 5, "port": 5])
        bench.servers[0].kill()
        #expect(bench.shares(10) == ["port": 10])
        bench.servers[0].revive()
        #expect(bench.servers[0].received.allSatisfy { $0["host"] == "a" })
        await bench.stop()
    }

    @Test func `an endpoint that fails every request is out for a while, and comes back`() async throws {
        let (a, b) = (EndpointServer("a"), EndpointServer("b"))
        let bench = try await EndpointBench([a, b]) { upstream, _ in
            upstream.ejection = EjectionSettings(failures: 3, base: 400_000_000)
        }
        a.answers(.answer(500))
        // The third failure is the last.
        #expect(bench.shares(20) == ["500": 3, "b": 17])
        #expect(bench.metric("gatehouse_upstream_ejections_total", "127.0.0.1:\(a.port)") == 1)
        #expect(bench.waits { bench.metric("gatehouse_upstream_servers", ":\(a.port)\"", "ejected") == 1 })
        a.answers(.answer(200))
        #expect(bench.waits { bench.metric("gatehouse_upstream_servers", ":\(a.port)\"", "ejected") == 0 })
        #expect(bench.shares(20) == ["a": 10, "b": 10])
        await bench.stop()
    }

    @Test func `the only endpoint is never out`() async throws {
        let server = EndpointServer("a")
        let bench = try await EndpointBench([server])
        server.answers(.answer(503))
        #expect(bench.shares(20) == ["503": 20])
        server.answers(.answer(200))
        #expect(bench.shares(1) == ["a": 1])
        await bench.stop()
    }

    @Test func `beyond the requests that may be under way at once everybody is refused at once`() async throws {
        let server = EndpointServer("a")
        server.answers(.silence)
        let bench = try await EndpointBench([server]) { upstream, _ in upstream.maximumRequests = 2 }
        let held = (0..<2).map { _ in bench.harness.connect() }
        for client in held { client.send(EndpointBench.get) }
        #expect(bench.waits { server.count == 2 })
        let refused = bench.answers(1).first
        #expect(refused?.status == 503)
        #expect(refused?["retry-after"] == "1")
        #expect(refused?.text.contains("upstream_unavailable") == true)
        #expect(bench.metric("gatehouse_upstream_overflows_total") == 1)
        for client in held { client.reset() }
        server.answers(.answer(200))
        #expect(bench.waits { bench.shares(1) == ["a": 1] })
        await bench.stop()
    }

    @Test func `who waits for one endpoint counts for all`() async throws {
        let (a, b) = (EndpointServer("a"), EndpointServer("b"))
        for server in [a, b] { server.answers(.silence) }
        let bench = try await EndpointBench([a, b]) { upstream, _ in
            upstream.pool = PoolLimits(maximumConnections: 1, maximumWaiters: 1)
        }
        let held = (0..<3).map { _ in bench.harness.connect() }
        // One after the other: who waits for a connection to be opened waits, too.
        for (index, client) in held.enumerated() {
            client.send(EndpointBench.get)
            #expect(bench.waits { a.count + b.count == min(index + 1, 2) })
        }
        // Whoever is answered has had everybody before it seen.
        #expect(bench.answers(1, "GET /a HTTP/1.1\r\nHost: a\r\n\r\n").first?.status == 401)
        // Two are served and one waits: there is no place for another, whichever endpoint's turn it is.
        for _ in 0..<2 { #expect(bench.answers(1).first?.status == 503) }
        for client in held { client.reset() }
        await bench.stop()
    }
}
