import Gateway
import HTTPMachines
import Keys
import Testing

@Suite struct UpstreamStandingTests {
    @Test func `a server is told with what went wrong there last, as all loops see it`() async throws {
        // Nobody listens at port 9.
        let harness = try await GatewayHarness(upstreamPort: 9, loops: 2)
        let before = await harness.server.upstreams()
        #expect(before.map(\.name) == ["orders"])
        let fresh = try #require(before.first?.servers.first)
        #expect(fresh.endpoint == "127.0.0.1:9" && fresh.address == nil && fresh.health == .unchecked)
        #expect(fresh.loops == [2, 0, 0] && fresh.state == .available && fresh.lastFailure == nil)
        let client = RawSocket(port: harness.server.port ?? 0)
        client.send("GET /open/a HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(client.receiveMessage()?.status == 502)
        let failed = try #require(await harness.server.upstreams().first?.servers.first)
        #expect(failed.lastFailure == .notConnected && failed.requestsUnderWay == 0)
        let age = GatewayHarness.now.milliseconds - (failed.lastFailureAt?.milliseconds ?? 0)
        #expect((-1_000...60_000).contains(age))
        await harness.stop()
    }

    @Test func `an ejection is told with its end, and the other servers go on`() async throws {
        let upstream = ScriptedUpstream { socket, _ in
            while socket.receiveMessage() != nil { socket.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") }
        }
        let harness = try await GatewayHarness(upstreamPort: upstream.port, loops: 1) { configuration in
            configuration.upstreams[0].ejection.failures = 1
            configuration.upstreams[0].endpoints.append(EndpointConfiguration(.host("127.0.0.1", port: 9)))
        }
        for _ in 0..<4 {
            let client = RawSocket(port: harness.server.port ?? 0)
            client.send("GET /open/a HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(client.receiveMessage()?.status == 200)
        }
        let servers = try #require(await harness.server.upstreams().first?.servers)
        #expect(servers.map(\.endpoint) == ["127.0.0.1:\(upstream.port)", "127.0.0.1:9"])
        #expect(servers.map(\.state) == [.available, .ejected] && servers.map(\.isAvailable) == [true, false])
        #expect(servers.map(\.lastFailure) == [nil, .notConnected])
        #expect((servers[1].ejectedUntil?.milliseconds ?? 0) > GatewayHarness.now.milliseconds)
        await harness.stop()
    }
}
