import Admission
import Foundation
import Gateway
import HTTPMachines
import Keys
import Synchronization
import Testing

/// The configuration changes while the gateway serves.
@Suite struct PlanChangeTests {
    private static func route(_ index: Int, _ path: String, permission: String? = nil) -> RouteConfiguration {
        GatewayHarness.route(index, path, permission: permission)
    }

    private static func get(_ path: String, _ token: String) -> String {
        "GET \(path) HTTP/1.1\r\nHost: a\r\nX-API-Key: \(token)\r\n\r\n"
    }

    private static func upstream(_ name: String, _ servers: EndpointServer...) -> UpstreamConfiguration {
        UpstreamConfiguration(name: name, endpoints: servers.map(EndpointBench.endpoint))
    }

    // MARK: Routes

    @Test(arguments: [true, false])
    func `a connection that is open gets the new routes with its next request, whatever its snapshot knows`(
        publishes: Bool
    ) async throws {
        let server = EndpointServer("a")
        let harness = try await GatewayHarness(
            upstreamPort: server.port,
            routes: [Self.route(0, "/old"), Self.route(1, "/orders", permission: "orders:read")])
        let reader = harness.issue { $0.grants = Grants(allowed: ["orders:read"].compactMap { PermissionPattern($0) }) }
        let client = harness.connect()
        let statuses = { (paths: [String]) in
            paths.map { path in
                client.send(Self.get(path, reader.token))
                return client.receiveMessage()?.status
            }
        }
        #expect(statuses(["/old", "/orders", "/new"]) == [200, 200, 404])
        // What stood first now asks for a permission that the key has not, and the other way round.
        try await harness.change(publishes: publishes) {
            $0.routes = [
                Self.route(0, "/new", permission: "orders:write"), Self.route(1, "/orders", permission: "orders:read"),
                Self.route(2, "/other"),
            ]
        }
        #expect(statuses(["/old", "/orders", "/new", "/other"]) == [404, 200, 403, 200])
        await harness.stop()
    }

    @Test func `a request in flight is answered by the rules it began with`() async throws {
        let (asked, answers, ended) = (Gate(), Gate(), Gate())
        let upstream = ScriptedUpstream { connection, _ in
            guard connection.receiveMessage() != nil else { return }
            asked.open()
            answers.wait()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
            // Nobody needs the upstream any more: its connection ends.
            if connection.receiveAll().isEmpty { ended.open() }
        }
        let harness = try await GatewayHarness(upstreamPort: upstream.port) { configuration in
            configuration.routes[1].rewrite.response = try? FieldRewrite(
                .response, set: [("X-Plan", "first")])
        }
        let client = harness.connect()
        client.send(EndpointBench.get)
        await offTheTestThreads { asked.wait() }
        try await harness.change { configuration in
            configuration.routes = [Self.route(0, "/nothing")]
            configuration.upstreams = []
            configuration.routes[0].upstream = nil
        }
        answers.open()
        let answer = client.receiveMessage()
        #expect(answer?.status == 200)
        #expect(answer?["x-plan"] == "first")
        client.send(EndpointBench.get)
        #expect(client.receiveMessage()?.status == 404)
        #expect(await offTheTestThreads { ended.opens() })
        await harness.stop()
    }

    @Test func `a head that was begun under rules that are gone is judged by those that are there when it is complete`()
        async throws
    {
        let (a, b) = (EndpointServer("a"), EndpointServer("b"))
        let bench = try await EndpointBench([a])
        let client = bench.harness.connect()
        let request = Array(EndpointBench.get.utf8)
        client.send(Array(request[..<10]))
        #expect(bench.waits { (bench.metric("gatehouse_gateway_connections") ?? 0) == 1 })
        try await bench.harness.change { $0.upstreams = [Self.upstream("other", b)] }
        // Nobody needs the upstream that has left, and it is forgotten.
        #expect(
            bench.waits {
                bench.metric("gatehouse_upstream_servers", "endpoint=\"127.0.0.1:\(b.port)\"", "available") == 1
            })
        #expect(bench.shares(2) == ["b": 2])
        client.send(Array(request[10...]))
        #expect(client.receiveMessage()?.text == "b")
        await bench.stop()
    }

    @Test func `limits of a route go on counting, wherever it stands now`() async throws {
        let server = EndpointServer("a")
        let limit = LimitPolicy(name: "few", scope: .address, algorithm: .slidingWindow([.init(limit: 5, seconds: 60)]))
        let limited = { (index: Int) in
            RouteConfiguration(
                rules: .init(
                    index: index, name: "limited", project: "orders", environment: "live", requiresKey: false,
                    limits: [limit]), path: "/limited")
        }
        let harness = try await GatewayHarness(upstreamPort: server.port, routes: [limited(0)])
        let statuses = { (count: Int) in
            (0..<count).map { _ in harness.request("GET /limited HTTP/1.1\r\nHost: a\r\n\r\n")?.status }
        }
        #expect(statuses(3) == [200, 200, 200])
        try await harness.change { $0.routes = [Self.route(0, "/new"), limited(1)] }
        #expect(statuses(3) == [200, 200, 429])
        await harness.stop()
    }

    // MARK: Upstreams

    @Test func `an upstream that stays keeps its connections, and one that has gone is let go`() async throws {
        let (a, b, c) = (EndpointServer("a"), EndpointServer("b"), EndpointServer("c"))
        let bench = try await EndpointBench([a, b])
        #expect(bench.shares(10) == ["a": 5, "b": 5])
        #expect(a.connections == (1, 1))
        try await bench.harness.change { $0.upstreams = [Self.upstream("orders", c, a)] }
        #expect(bench.shares(10) == ["a": 5, "c": 5])
        #expect(a.connections == (1, 1))
        #expect(bench.waits { b.connections.open == 0 })
        #expect(b.count == 5)
        await bench.stop()
    }

    @Test func `a request to a server that has gone is still answered by it`() async throws {
        let (a, b) = (EndpointServer("a"), EndpointServer("b"))
        a.answers(.silence)
        let bench = try await EndpointBench([a])
        let client = bench.harness.connect()
        client.send(EndpointBench.get)
        #expect(bench.waits { a.count == 1 })
        try await bench.harness.change { $0.upstreams = [Self.upstream("orders", b)] }
        #expect(bench.shares(3) == ["b": 3])
        #expect(a.connections.open == 1)
        a.kill()
        // It was lost there, and may be sent again: to whoever is there now.
        #expect(client.receiveMessage()?.text == "b")
        await bench.stop()
    }

    /// What becomes of the routes while a request without a key waits for a server that is then replaced and lost, and how the
    /// request is answered: by the new server only where it would be admitted there now.
    static let successors: [(routes: [RouteConfiguration], status: Int)] = [
        ([GatewayHarness.route(0, "/open/**", requiresKey: false)], 200),
        ([GatewayHarness.route(0, "/open/**")], 503),
        ([GatewayHarness.route(0, "/other/**"), GatewayHarness.route(1, "/open/**")], 503),
        ([GatewayHarness.route(0, "/open/**", requiresKey: false), GatewayHarness.route(1, "/open/a")], 503),
        ([GatewayHarness.route(0, "/other/**", requiresKey: false)], 503),
    ]

    @Test(arguments: successors.indices)
    func `a request that is sent again goes to no server that it would not be admitted to`(index: Int) async throws {
        let (old, new) = (EndpointServer("old"), EndpointServer("new"))
        old.answers(.silence)
        let bench = try await EndpointBench([old]) { _, configuration in
            configuration.routes = [GatewayHarness.route(0, "/open/**", requiresKey: false)]
        }
        let client = bench.harness.connect()
        client.send(EndpointBench.get)
        #expect(bench.waits { old.count == 1 })
        try await bench.harness.change { configuration in
            configuration.upstreams = [Self.upstream("orders", new)]
            configuration.routes = Self.successors[index].routes
        }
        old.kill()
        #expect(client.receiveMessage()?.status == Self.successors[index].status)
        #expect(new.count == (Self.successors[index].status == 200 ? 1 : 0))
        await bench.stop()
    }

    @Test func `who is unhealthy stays so, and is asked in the new way`() async throws {
        let (a, b) = (EndpointServer("a"), EndpointServer("b"))
        a.answersHealthChecks(.answer(500))
        let bench = try await EndpointBench([a, b]) { upstream, _ in
            upstream.healthCheck = HealthCheckSettings(path: "/health", interval: .seconds(3_600))
        }
        #expect(bench.waits { bench.metric("gatehouse_upstream_servers", "state=\"unhealthy\"", "\(a.port)") == 1 })
        try await bench.harness.change { $0.upstreams[0].endpoints.reverse() }
        #expect(bench.shares(4) == ["b": 4])
        a.answersHealthChecks(.answer(204))
        try await bench.harness.change { $0.upstreams[0].healthCheck?.statuses = 204...204 }
        #expect(bench.waits { bench.shares(2)["a"] != nil })
        try await bench.harness.change { $0.upstreams[0].healthCheck = nil }
        #expect(bench.waits { bench.shares(4) == ["a": 2, "b": 2] })
        await bench.stop()
    }

    @Test func `counters go on under their names`() async throws {
        let (a, b) = (EndpointServer("a"), EndpointServer("b"))
        let bench = try await EndpointBench([a])
        #expect(bench.shares(3) == ["a": 3])
        try await bench.harness.change { configuration in
            configuration.upstreams = [Self.upstream("new", b), Self.upstream("orders", a)]
            configuration.routes = [
                GatewayHarness.route(0, "/new", requiresKey: false),
                GatewayHarness.route(1, "/open/**", requiresKey: false),
            ]
            configuration.routes[1].upstream = 1
        }
        #expect(bench.shares(2) == ["a": 2])
        #expect(bench.answers(1, "GET /new HTTP/1.1\r\nHost: a\r\n\r\n").first?.text == "b")
        let count = "http_server_request_duration_seconds_count"
        #expect(bench.metric(count, "http_route=\"/open/**\"") == 5)
        #expect(bench.metric(count, "http_route=\"/new\"") == 1)
        let sent = "http_client_request_duration_seconds_count"
        #expect(bench.metric(sent, "server_port=\"\(a.port)\"") == 5)
        #expect(bench.metric(sent, "server_port=\"\(b.port)\"") == 1)
        await bench.stop()
    }

    // MARK: The edge

    @Test func `a proxy that is trusted from now on is believed on the connection it has`() async throws {
        let server = EndpointServer("a")
        let harness = try await GatewayHarness(upstreamPort: server.port)
        let client = harness.connect()
        let request = "GET /open/a HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.7\r\n\r\n"
        client.send(request)
        #expect(client.receiveMessage()?.status == 200)
        try await harness.change { $0.edge.trustedProxies = [NetworkRange("127.0.0.1/32")].compactMap(\.self) }
        client.send(request)
        #expect(client.receiveMessage()?.status == 200)
        #expect(server.received.map { $0["x-forwarded-for"] } == ["127.0.0.1", "192.0.2.7"])
        await harness.stop()
    }

    // MARK: Refused

    @Test func `what cannot be is refused, and nothing has changed`() async throws {
        let server = EndpointServer("a")
        let harness = try await GatewayHarness(upstreamPort: server.port)
        let refusal = { (configure: @escaping @Sendable (inout GatewayConfiguration) -> Void) async -> String? in
            do {
                try await harness.change(configure)
                return nil
            } catch {
                return "\(error)"
            }
        }
        #expect(await refusal { $0.tls = TLSSettings(certificates: []) } == "gateway.tls: changing it needs a restart")
        #expect(
            await refusal { $0.edge.redirect = RedirectSettings() }
                == "gateway.redirect: changing it needs a restart")
        #expect(await refusal { $0.realm = "\"" } != nil)
        #expect(await refusal { $0.routes.append(Self.route(2, "/**")) } != nil)
        #expect(harness.request(EndpointBench.get)?.status == 200)
        await harness.stop()
    }

    @Test func `there are only so many configurations that requests hold on to`() async throws {
        let server = EndpointServer("a")
        server.answers(.silence)
        let harness = try await GatewayHarness(upstreamPort: server.port, loops: 1)
        var clients: [RawSocket] = []
        for number in 0..<64 {
            let client = harness.connect()
            client.send(EndpointBench.get)
            clients.append(client)
            while server.count == number { Pause.briefly() }
            try await harness.change { $0.realm = "realm \(number)" }
        }
        await #expect(throws: GatewayError.self) { try await harness.change { $0.realm = "one more" } }
        server.kill()
        for client in clients { #expect(client.receiveMessage()?.status == 502) }
        var isTaken = false
        for _ in 0..<100 where !isTaken {
            isTaken = (try? await harness.change { $0.realm = "one more" }) != nil
            Pause.briefly()
        }
        #expect(isTaken)
        await harness.stop()
    }

    // MARK: Load

    /// Sends requests, on new connections and old ones, until it is told to stop.
    private final class Load: Sendable {
        private let state = Mutex((count: 0, wrong: [String]()))
        private let isOver = Mutex(false)
        private let harness: GatewayHarness
        private let token: String

        init(_ harness: GatewayHarness, _ token: String) {
            self.harness = harness
            self.token = token
        }

        var count: Int { self.state.withLock { $0.count } }
        var wrong: [String] { self.state.withLock { $0.wrong } }

        func stop() { self.isOver.withLock { $0 = true } }

        func run() {
            let body = String(repeating: "x", count: 20_000)
            let requests = [
                PlanChangeTests.get("/orders/7", self.token), "GET /open/a HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST /open/a HTTP/1.1\r\nHost: a\r\nContent-Length: 20000\r\n\r\n\(body)",
            ]
            while !self.isOver.withLock({ $0 }) {
                let client = self.harness.connect()
                for index in 0..<20 {
                    client.send(requests[index % 3])
                    let answer = client.receiveMessage()
                    self.state.withLock { state in
                        state.count += 1
                        if answer?.status != 200 { state.wrong.append(answer?.start ?? "no answer") }
                    }
                }
            }
        }
    }

    @Test func `under load not one request fails, however often the configuration changes`() async throws {
        let servers = (0..<3).map { EndpointServer("s\($0)") }
        let harness = try await GatewayHarness(upstreamPort: servers[0].port, loops: 3)
        let load = Load(harness, harness.issue().token)
        async let running: Void = withTaskGroup(of: Void.self) { group in
            for _ in 0..<6 { group.addTask { await offTheTestThreads { load.run() } } }
        }
        for turn in 0..<200 {
            let before = load.count
            try await harness.change(publishes: turn % 3 != 0) { configuration in
                let chosen = [servers[turn % 3], servers[(turn / 3 + 1) % 3]]
                let endpoints = Set(chosen.map(\.port)).sorted().map {
                    EndpointConfiguration(.host("127.0.0.1", port: $0))
                }
                configuration.upstreams = [UpstreamConfiguration(name: "name-\(turn % 4)", endpoints: endpoints)]
                let extra = (0..<(turn % 5)).map { "/extra-\($0)" }
                configuration.routes = (extra + ["/orders/{id}", "/open/**"]).enumerated().map { index, path in
                    RouteConfiguration(
                        rules: .init(
                            index: index, name: path, project: "orders", environment: "live",
                            permission: path == "/orders/{id}" ? Permission("orders:read") : nil,
                            requiresKey: path != "/open/**"), path: path)
                }
            }
            _ = harness.issue()
            while load.count < before + 10 { await Task.yield() }
        }
        load.stop()
        await running
        #expect(load.wrong == [])
        #expect(load.count > 2_000)
        await harness.stop()
    }

    @Test func `however many servers come and go, those that are there are counted`() async throws {
        let server = EndpointServer("a")
        let bench = try await EndpointBench([server])
        // Far more than there is room for.
        for turn in 0..<30 {
            let ports = turn * 64 + 1...turn * 64 + 64
            try await bench.harness.change {
                $0.upstreams[0].endpoints = ports.map { EndpointConfiguration(.host("127.0.0.9", port: $0)) }
            }
            // A tick reports the servers.
            let last = "endpoint=\"127.0.0.9:\(ports.upperBound)\""
            #expect(bench.waits { bench.metric("gatehouse_upstream_servers", last, "available") == 1 })
        }
        try await bench.harness.change { $0.upstreams[0].endpoints = [EndpointBench.endpoint(server)] }
        #expect(bench.shares(3) == ["a": 3])
        let sent = "http_client_request_duration_seconds_count"
        #expect(bench.metric(sent, "server_port=\"\(server.port)\"") == 3)
        await bench.stop()
    }
}
