import Gateway
import HTTPMachines
import Testing

/// What a route changes on the way, as the upstream and the client see it.
@Suite struct RewritingTests {
    @Test func `the upstream gets the other path and the other fields`() async throws {
        let server = EndpointServer("a")
        let bench = try await EndpointBench([server]) { _, configuration in
            let path = try? PathRewrite(strip: "/open", add: "/internal/v2")
            let request = try? FieldRewrite(
                .request, set: [("X-Stage", "live")], add: [("Accept", "text/plain")], remove: ["X-Debug"])
            let response = try? FieldRewrite(.response, set: [("X-Frame-Options", "DENY")], remove: ["X-Server"])
            configuration.routes[1].rewrite = RouteRewrite(path: path, request: request, response: response)
        }
        let fields = "x-stage: test\r\nX_Stage: test\r\nX-DEBUG: 1\r\nAccept: */*\r\n"
        let answer = bench.answers(1, "GET /open/a?b=/open HTTP/1.1\r\nHost: a\r\n\(fields)\r\n").first
        #expect(answer?.status == 200)
        #expect(answer?["x-server"] == nil)
        #expect(answer?.all("x-frame-options") == ["DENY"])
        let received = try #require(server.received.first)
        #expect(received.start == "GET /internal/v2/a?b=/open HTTP/1.1")
        #expect(received.all("x-stage") == ["live"])
        #expect(received["x_stage"] == nil && received["x-debug"] == nil)
        #expect(received.all("accept") == ["*/*", "text/plain"])
        await bench.stop()
    }

    @Test func `another route's requests are not changed, nor what the gateway answers itself`() async throws {
        let server = EndpointServer("a")
        let bench = try await EndpointBench([server]) { _, configuration in
            let response = try? FieldRewrite(.response, set: [("X-Frame-Options", "DENY")])
            configuration.routes[1].rewrite = RouteRewrite(response: response)
        }
        let token = bench.harness.issue().token
        let other = bench.answers(1, "GET /a HTTP/1.1\r\nHost: a\r\nX-API-Key: \(token)\r\n\r\n").first
        #expect(other?.status == 200 && other?["x-frame-options"] == nil)
        server.kill()
        let refused = bench.answers(1).first
        #expect(refused?.status == 502 && refused?["x-frame-options"] == nil)
        await bench.stop()
    }

    @Test func `a prefix that a route does not begin with is refused`() async throws {
        await #expect(throws: GatewayError.self) {
            _ = try await EndpointBench([EndpointServer("a")]) { _, configuration in
                configuration.routes[1].rewrite.path = try? PathRewrite(strip: "/shop", add: nil)
            }
        }
    }
}
