import ConfigurationReading
import Gateway
import HTTPMachines
import Testing

@Suite struct UpstreamSettingsTests {
    private func read(_ upstream: String, route: String = "") throws -> GatewayConfiguration {
        let text = """
            rootKey: {file: k}
            upstreams:
              - {name: shop, \(upstream)}
            routes:
              - {name: all, path: "/shop/**", open: true\(route.isEmpty ? "" : ", ")\(route)}
            """
        return try ServerConfiguration(file: "gatehouse.yaml", text: text).gateway
    }

    private func objection(_ upstream: String, route: String = "") -> String? {
        do {
            _ = try self.read(upstream, route: route)
            return nil
        } catch {
            return "\(error)"
        }
    }

    private static let plain = "address: a, port: 1"

    @Test func `an upstream of one server needs no list`() throws {
        let upstream = try #require(try self.read(Self.plain).upstreams.first)
        #expect(upstream.endpoints == [EndpointConfiguration(.host("a", port: 1))])
        #expect(upstream.balance == .roundRobin && upstream.healthCheck == nil)
        #expect(upstream.retries == RetrySettings() && upstream.ejection == EjectionSettings())
        let socket = try self.read("socket: /run/shop.sock").upstreams.first
        #expect(socket?.endpoints == [EndpointConfiguration(.socket("/run/shop.sock"))])
        let name = try self.read("address: a, port: 1, everyAddress: true").upstreams.first
        #expect(name?.endpoints.first?.isEveryAddress == true)
    }

    @Test func `everything is read`() throws {
        let list = "[{address: a, port: 1, weight: 3}, {address: b, port: 2, everyAddress: true}, {socket: /s}]"
        let check = """
            {path: /health?deep, host: h, intervalMs: 100, timeoutMs: 50, healthyAfter: 1, unhealthyAfter: 4, \
            statuses: 204}
            """
        let upstream = try #require(
            try self.read(
                """
                endpoints: \(list), balance: leastRequests, slowStartMs: 20, panicPercent: 40, maximumRequests: 7, \
                resolveIntervalMs: 2000, healthCheck: \(check), \
                ejection: {failures: 2, baseMs: 3, maximumMs: 9, maximumPercent: 34}, \
                retries: {attempts: 1, percent: 5, minimumPerSecond: 0}
                """
            ).upstreams.first)
        #expect(upstream.endpoints.map(\.weight) == [3, 1, 1])
        #expect(upstream.endpoints.map(\.isEveryAddress) == [false, true, false])
        #expect(upstream.endpoints.last?.place == .socket("/s"))
        #expect(upstream.balance == .leastRequests && upstream.slowStart == .milliseconds(20))
        #expect(upstream.panicPercent == 40 && upstream.maximumRequests == 7)
        #expect(upstream.resolveInterval == .seconds(2))
        #expect(
            upstream.healthCheck
                == HealthCheckSettings(
                    path: "/health?deep", host: "h", interval: .milliseconds(100), timeout: .milliseconds(50),
                    thresholds: HealthThresholds(healthy: 1, unhealthy: 4), statuses: 204...204))
        #expect(
            upstream.ejection
                == EjectionSettings(failures: 2, base: 3_000_000, longest: 9_000_000, mostPercent: 34))
        #expect(upstream.retries == RetrySettings(attempts: 1, percent: 5, minimumPerSecond: 0))
    }

    @Test func `what a route says of time and of rewriting is read`() throws {
        let route = try #require(
            try self.read(
                Self.plain,
                route: """
                    timeoutMs: 500, tryTimeoutMs: 100, stripPrefix: /shop, addPrefix: /v2, \
                    requestHeaders: {set: {X-A: "1"}, add: {X-B: "2"}, remove: [X-C]}, responseHeaders: {remove: [Server]}
                    """
            ).routes.first)
        #expect(route.timeout == .milliseconds(500) && route.tryTimeout == .milliseconds(100))
        #expect(route.rewrite.path == (try PathRewrite(strip: "/shop", add: "/v2")))
        #expect(
            route.rewrite.request
                == (try FieldRewrite(.request, set: [("X-A", "1")], add: [("X-B", "2")], remove: ["X-C"])))
        #expect(route.rewrite.response == (try FieldRewrite(.response, remove: ["Server"])))
    }

    @Test(
        arguments: [
            ("false", nil), ("true", (300_000, 86_400_000)), ("{}", (300_000, 86_400_000)),
            ("{idleTimeoutMs: 5}", (5, 86_400_000)), ("{idleTimeoutMs: 5, maximumAgeMs: 7}", (5, 7)),
        ] as [(String, (Int, Int)?)])
    func `what a route says of WebSockets is read`(text: String, times: (Int, Int)?) throws {
        let route = try #require(try self.read(Self.plain, route: "websocket: \(text)").routes.first)
        #expect(route.webSocket?.idleTimeout == times.map { .milliseconds($0.0) })
        #expect(route.webSocket?.maximumAge == times.map { .milliseconds($0.1) })
    }

    @Test(arguments: [
        ("address: a", "'port' is missing"), ("port: 1", "'address' is missing"),
        ("socket: /s, port: 1", "does not go with 'socket'"), ("socket: /s, everyAddress: true", "does not go with"),
        ("socket: /\(String(repeating: "s", count: 107))", "longer than 107"),
        ("endpoints: []", "1 to 64"),
        ("address: a, port: 1, endpoints: [{socket: /s}]", "belongs to one of 'endpoints'"),
        ("endpoints: [{address: a, port: 1}, {address: a, port: 1, weight: 2}]", "give it a 'weight' instead"),
        ("endpoints: [{address: a, port: 1, weight: 0}]", "1 to 1000"),
        ("endpoints: [{address: a, port: 1, weigth: 2}]", "did you mean 'weight'?"),
        ("address: a, port: 1, balance: roundrobin", "did you mean 'roundRobin'?"),
        ("address: a, port: 1, healthCheck: {}", "'path' is missing"),
        ("address: a, port: 1, healthCheck: {path: health}", "begins with /"),
        ("address: a, port: 1, healthCheck: {path: \"/a b\"}", "holds no space"),
        ("address: a, port: 1, healthCheck: {path: \"/a\\r\\nX: y\"}", "holds no space"),
        ("address: a, port: 1, healthCheck: {path: /, host: \"a\\r\\nX: y\"}", "without spaces"),
        ("address: a, port: 1, healthCheck: {path: /, statuses: 300-200}", "such as 200 or 200-299"),
        ("address: a, port: 1, healthCheck: {path: /, statuses: 100-200}", "such as 200 or 200-299"),
        ("address: a, port: 1, healthCheck: {path: /, statuses: \"200-\"}", "such as 200 or 200-299"),
        ("address: a, port: 1, healthCheck: {path: /, intervalMs: 1}", "from 100 to"),
        ("address: a, port: 1, ejection: {baseMs: 10, maximumMs: 5}", "longer than 'maximumMs'"),
        ("address: a, port: 1, ejection: {maximumPercent: 101}", "from 0 to 100"),
        ("address: a, port: 1, retries: {attempts: 5}", "from 0 to 4"),
        ("address: a, port: 1, maximumRequests: 0", "from 1 to"),
        ("address: a, port: 1, resolveIntervalMs: 10", "from 1000 to"),
        ("address: a, port: 1}\n  - {name: shop, socket: /s", "another upstream named 'shop'"),
    ]) func `what cannot be meant is refused with its line`(upstream: String, part: String) throws {
        let objection = try #require(self.objection(upstream))
        #expect(objection.contains(part), "\(objection)")
        #expect(objection.contains("gatehouse.yaml:3") || objection.contains("gatehouse.yaml:4"), "\(objection)")
    }

    @Test(arguments: [
        ("stripPrefix: /shopping", "does not begin the route's path"), ("stripPrefix: shop", "must be like /shop"),
        ("addPrefix: /a/../b", "must be like /shop"), ("stripPrefix: /shop, addPrefix: /a/", "must be like /shop"),
        ("requestHeaders: {set: {Host: a}}", "is not changed"),
        ("requestHeaders: {remove: [authorization]}", "is not changed"),
        ("credentials: [{header: X-Token}], requestHeaders: {add: {x_token: a}}", "is not changed"),
        ("responseHeaders: {set: {Content-Length: \"1\"}}", "is not changed"),
        ("responseHeaders: {set: {A: \"b\\r\\nC: d\"}}", "printing ASCII"),
        ("responseHeaders: {set: {\"A b\": c}}", "no field name"),
        ("responseHeaders: {remove: [A], drop: [B]}", "unknown setting"),
        ("websocket: yes", "true or false"), ("websocket: {idleTimeoutMs: 0}", "from 1 to 86400000"),
        ("websocket: {idleTimeout: 1}", "did you mean 'idleTimeoutMs'?"), ("timeoutMs: 0", "from 1 to 86400000"),
        ("tryTimeoutMs: x", "from 1 to 86400000"),
    ]) func `what a route may not change is refused with its line`(route: String, part: String) throws {
        let objection = try #require(self.objection(Self.plain, route: route))
        #expect(objection.contains(part), "\(objection)")
        #expect(objection.contains("gatehouse.yaml:5"), "\(objection)")
    }
}
