import Gateway
import HTTPMachines
import Polling
import Testing

/// Endpoints are asked whether they are well.
@Suite struct HealthCheckTests {
    private static func bench(
        _ servers: [EndpointServer], loops: Int = 2, path: String = "/health"
    ) async throws -> EndpointBench {
        try await EndpointBench(servers, loops: loops) { upstream, _ in
            upstream.healthCheck = HealthCheckSettings(
                path: path, interval: .milliseconds(100), timeout: .milliseconds(500),
                thresholds: HealthThresholds(healthy: 2, unhealthy: 2))
            // Nothing but the checks decides.
            upstream.ejection.failures = 0
        }
    }

    /// Whether so many servers are in a state, each seen by each loop.
    private static func has(_ bench: EndpointBench, _ server: EndpointServer, _ state: String, _ count: Int) -> Bool {
        bench.metric("gatehouse_upstream_servers", ":\(server.port)\"", "\"\(state)\"") == count
    }

    @Test func `who is not well gets no requests on any loop, until it is well again`() async throws {
        let servers = [EndpointServer("a"), EndpointServer("b")]
        let bench = try await Self.bench(servers)
        servers[0].answersHealthChecks(.answer(503))
        #expect(bench.waits { Self.has(bench, servers[0], "unhealthy", 2) })
        let before = servers[0].count
        for _ in 0..<8 { #expect(bench.shares(5) == ["b": 5]) }
        #expect(servers[0].count == before)
        servers[0].answersHealthChecks(.answer(200))
        #expect(bench.waits { Self.has(bench, servers[0], "available", 2) })
        #expect(bench.shares(10)["a"] == 5)
        await bench.stop()
    }

    @Test func `who is dead or silent is not well`() async throws {
        let servers = ["a", "b", "c", "d"].map { EndpointServer($0) }
        servers[0].kill()
        servers[1].answersHealthChecks(.silence)
        let bench = try await Self.bench(servers)
        #expect(bench.waits { Self.has(bench, servers[0], "unhealthy", 2) })
        #expect(bench.waits { Self.has(bench, servers[1], "unhealthy", 2) })
        #expect(bench.shares(10) == ["c": 5, "d": 5])
        servers[0].revive()
        #expect(bench.waits { Self.has(bench, servers[0], "available", 2) })
        await bench.stop()
    }

    @Test func `when nobody is well everybody is used`() async throws {
        let servers = [EndpointServer("a"), EndpointServer("b")]
        for server in servers { server.answersHealthChecks(.answer(500)) }
        let bench = try await Self.bench(servers)
        #expect(bench.waits { servers.allSatisfy { Self.has(bench, $0, "unhealthy", 2) } })
        #expect(bench.shares(10).keys.sorted() == ["a", "b"])
        await bench.stop()
    }

    @Test func `a check is one GET of its own, made by one loop for all`() async throws {
        let requests = ScriptedUpstream.Log()
        let upstream = ScriptedUpstream { connection, _ in
            guard let message = connection.receiveMessage() else { return }
            requests.add(message)
            connection.send("HTTP/1.1 204 No Content\r\n\r\n")
        }
        let bench = try await EndpointBench([], loops: 4) { configuration, _ in
            configuration.endpoints = [EndpointConfiguration(.host("127.0.0.1", port: upstream.port))]
            configuration.healthCheck = HealthCheckSettings(
                path: "/well?deep=1", host: "orders.example", interval: .seconds(60), statuses: 204...204)
        }
        #expect(bench.waits { bench.metric("gatehouse_upstream_health_checks_total", "passed") == 1 })
        #expect(requests.all.map(\.start) == ["GET /well?deep=1 HTTP/1.1"])
        #expect(requests.all.first?["host"] == "orders.example")
        #expect(requests.all.first?["user-agent"] == "gatehouse-health-check")
        #expect(bench.metric("gatehouse_upstream_health_checks_total", "failed") == 0)
        await bench.stop()
    }

    @Test(arguments: ["garbage\r\n\r\n", "HTTP/1.1 200 OK\nContent-Length: 0\n\n", "", "HTTP/1.1 100 Continue\r\n\r\n"])
    func `an answer that is none is no sign of health`(text: String) async throws {
        let upstream = ScriptedUpstream { connection, _ in
            guard connection.receiveMessage() != nil else { return }
            connection.send(text)
        }
        let bench = try await EndpointBench([]) { configuration, _ in
            configuration.endpoints = [EndpointConfiguration(.host("127.0.0.1", port: upstream.port))]
            configuration.healthCheck = HealthCheckSettings(path: "/", interval: .seconds(60))
        }
        #expect(bench.waits { bench.metric("gatehouse_upstream_health_checks_total", "failed") == 1 })
        await bench.stop()
    }

    @Test func `whoever says nothing but that an answer will come is not well`() async throws {
        let upstream = ScriptedUpstream { connection, _ in
            guard connection.receiveMessage() != nil else { return }
            let interim = Array(String(repeating: "HTTP/1.1 102 Processing\r\n\r\n", count: 4_000).utf8)
            while connection.send(interim) {}
        }
        let bench = try await EndpointBench([]) { configuration, _ in
            configuration.endpoints = [EndpointConfiguration(.host("127.0.0.1", port: upstream.port))]
            configuration.healthCheck = HealthCheckSettings(
                path: "/", interval: .seconds(60), timeout: .milliseconds(300))
        }
        #expect(bench.waits { bench.metric("gatehouse_upstream_health_checks_total", "failed") == 1 })
        #expect(bench.metric("gatehouse_upstream_health_checks_total", "passed") == 0)
        await bench.stop()
    }
}
