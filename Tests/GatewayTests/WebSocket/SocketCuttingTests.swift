import Admission
import DecisionLog
import Foundation
import Gateway
import Keys
import Testing

/// What ends a WebSocket that nobody has ended: its key first of all, within two seconds.
@Suite struct SocketCuttingTests {
    private static let farewell: [UInt8] = [0x88]
    /// The first bytes of a close frame's payload.
    private static let policy: [UInt8] = [0x03, 0xf0]
    private static let goingAway: [UInt8] = [0x03, 0xe9]

    /// What a client that was cut off has got: the code of the close frame, and how long it took.
    private func cutOff(_ client: RawSocket) -> (code: [UInt8], isOver: Bool, seconds: Double) {
        let began = DispatchTime.now().uptimeNanoseconds
        let bytes = client.receiveAll()
        let seconds = Double(DispatchTime.now().uptimeNanoseconds - began) / 1e9
        let isFrame = bytes.count > 3 && bytes[0] == 0x88 && Int(bytes[1]) == bytes.count - 2
        return (isFrame ? Array(bytes[2..<4]) : [], bytes.isEmpty || isFrame, seconds)
    }

    private static let thumbprint = CertificateThumbprint(String(repeating: "ab", count: 32))

    static let changes: [(name: String, change: @Sendable (inout KeyRecord) -> Void)] = [
        ("revoked", { $0.state = .revoked }), ("suspended", { $0.state = .suspended }),
        ("quarantined", { $0.state = .quarantined }), ("expired", { $0.expiry = .at(GatewayHarness.now) }),
        ("expires in a second", { $0.expiry = .at(GatewayHarness.now.adding(seconds: 1)) }),
        ("retired version", { $0.versions[0].notAfter = GatewayHarness.now }),
        ("no longer permitted", { $0.grants.allowed = [] }),
        ("from elsewhere", { $0.restrictions.allowedAddresses = ["192.0.2.0/24"].compactMap { NetworkRange($0) } }),
        (
            "bound to a certificate",
            { $0.restrictions.certificates = [Self.thumbprint].compactMap(\.self) }
        ),
    ]

    @Test(arguments: changes.indices)
    func `a key that would no longer be admitted takes its WebSockets with it, and leaves others`(
        index: Int
    ) async throws {
        let isOver = Gate()
        try await SocketBench.run(
            { connection, number in
                _ = connection.receiveMessage()
                connection.send(SocketBench.agreed)
                while let bytes = connection.receive(), !bytes.isEmpty { connection.send(bytes) }
                if number == 0 { isOver.open() }
            }, permission: "orders:read", loops: 2
        ) { bench in
            var doomed = bench.harness.issue()
            let other = bench.harness.issue()
            let client = bench.open("/ws/a", token: doomed.token)
            let bystander = bench.open("/ws/a", token: other.token)
            Self.changes[index].change(&doomed.record)
            bench.harness.put(doomed.record)
            let cut = self.cutOff(client)
            #expect(cut.code == Self.policy && cut.isOver)
            #expect(cut.seconds < (index == 4 ? 3 : 2))
            isOver.wait()
            bystander.send("still here")
            #expect(bystander.receive(exactly: 10) == Array("still here".utf8))
            #expect(bench.metric("gatehouse_websocket_ended_total{route=\"/ws/**\",reason=\"key\"}") == 1)
        }
    }

    /// A route as it stands in the bench, by another rule.
    private static func keyed(
        _ index: Int, _ path: String, name: String, environment: String = "live"
    ) -> RouteConfiguration {
        var route = RouteConfiguration(
            rules: .init(index: index, name: name, project: "orders", environment: environment), path: path)
        route.webSocket = .init()
        return route
    }

    /// What becomes of a route, with the path that a WebSocket was opened on and what its client is told.
    static let reloads: [(path: String, code: [UInt8], change: @Sendable (inout GatewayConfiguration) -> Void)] = [
        ("/ws", goingAway, { $0.routes = [Self.keyed(0, "/ws/**", name: "another")] }),
        ("/ws", goingAway, { $0.routes[0].webSocket = nil }),
        (
            "/ws", goingAway,
            {
                $0.upstreams.append(UpstreamConfiguration(name: "other", endpoints: $0.upstreams[0].endpoints))
                $0.routes[0].upstream = 1
            }
        ),
        ("/ws", goingAway, { $0.routes[0].upstream = nil }),
        ("/ws", policy, { $0.routes[0] = Self.keyed(0, "/ws/**", name: "route-0", environment: "other") }),
        ("/open", policy, { $0.routes[1] = Self.keyed(1, "/open/**", name: "route-1") }),
    ]

    @Test(arguments: reloads.indices)
    func `a route that changes takes with it the WebSockets that it would not take any more`(index: Int) async throws {
        let (path, code, change) = Self.reloads[index]
        try await SocketBench.run { bench in
            let token = path == "/ws" ? bench.harness.issue().token : nil
            let client = bench.open(path + "/a", token: token)
            try await bench.harness.change(change)
            let cut = self.cutOff(client)
            #expect(cut.code == code && cut.isOver && cut.seconds < 2)
        }
    }

    @Test func `a route that only moves, or comes to another path, leaves its WebSockets alone`() async throws {
        try await SocketBench.run { bench in
            let client = bench.open("/ws/a", token: bench.harness.issue().token)
            try await bench.harness.change { configuration in
                configuration.routes = [
                    Self.keyed(0, "/ws/**", name: "new"), Self.keyed(1, "/sockets/**", name: "route-0"),
                ]
                configuration.upstreams.insert(UpstreamConfiguration(name: "new", host: "127.0.0.1", port: 1), at: 0)
                for index in configuration.routes.indices { configuration.routes[index].upstream = 1 }
            }
            _ = bench.harness.issue()
            while bench.harness.acknowledgements.acted < bench.harness.acknowledgements.all { Pause.briefly() }
            client.send("still here")
            #expect(client.receive(exactly: 10) == Array("still here".utf8))
        }
    }

    @Test func `a WebSocket stays whose it is when the configuration changes, for as long as who said so is believed`()
        async throws
    {
        let proxy = ["127.0.0.1/32"].compactMap { NetworkRange($0) }
        try await SocketBench.run(configure: { $0.edge.trustedProxies = proxy }) { bench in
            var key = bench.harness.issue {
                $0.restrictions.allowedAddresses = ["192.0.2.0/24"].compactMap { NetworkRange($0) }
            }
            let open = {
                let client = bench.harness.connect()
                client.send(SocketBench.ask("/ws/a", token: key.token, more: "X-Forwarded-For: 192.0.2.7\r\n"))
                #expect(client.receiveMessage()?.status == 101)
                return client
            }
            let client = open()
            try await bench.harness.change { $0.realm = "another" }
            // Each publication has all of them judged.
            _ = bench.harness.issue()
            while bench.harness.acknowledgements.acted < bench.harness.acknowledgements.all { Pause.briefly() }
            client.send(SocketBench.frame("here"))
            #expect(client.receive(exactly: 6) == SocketBench.frame("here"))
            key.record.restrictions.deniedAddresses = ["192.0.2.7/32"].compactMap { NetworkRange($0) }
            key.record.restrictions.allowedAddresses = []
            bench.harness.put(key.record)
            #expect(self.cutOff(client).code == Self.policy)
            key.record.restrictions.deniedAddresses = []
            key.record.restrictions.allowedAddresses = ["192.0.2.0/24"].compactMap { NetworkRange($0) }
            bench.harness.put(key.record)
            let other = open()
            try await bench.harness.change { $0.edge.trustedProxies = [] }
            #expect(self.cutOff(other).code == Self.policy)
        }
    }

    @Test func `in the middle of a frame the connection closes without a word`() async throws {
        let isSent = Gate()
        try await SocketBench.run({ connection, _ in
            _ = connection.receiveMessage()
            connection.send(Array(SocketBench.agreed.utf8) + [0x82, 100] + Array("half".utf8))
            isSent.open()
            _ = connection.receive()
        }) { bench in
            var key = bench.harness.issue()
            let client = bench.open("/ws/a", token: key.token)
            #expect(client.receive(exactly: 6) == [0x82, 100] + Array("half".utf8))
            key.record.state = .revoked
            bench.harness.put(key.record)
            #expect(client.receive() == [])
        }
    }

    @Test func `a client that does not read is gone as soon`() async throws {
        let isOver = Gate()
        try await SocketBench.run({ connection, _ in
            _ = connection.receiveMessage()
            connection.send(SocketBench.agreed)
            while connection.send([0x82, 126, 0x40, 0] + [UInt8](repeating: 1, count: 16_384)) {}
            isOver.open()
        }) { bench in
            var key = bench.harness.issue()
            let client = bench.harness.connect(receiveBuffer: 4_096)
            client.send(SocketBench.ask("/ws/a", token: key.token))
            #expect(client.receiveMessage()?.status == 101)
            for _ in 0..<10 { Pause.briefly() }
            key.record.state = .revoked
            let began = DispatchTime.now().uptimeNanoseconds
            bench.harness.put(key.record)
            isOver.wait()
            while bench.metric("gatehouse_gateway_connections") != 0 { Pause.briefly() }
            #expect(DispatchTime.now().uptimeNanoseconds - began < 2_000_000_000)
        }
    }

    @Test func `silence ends it, and a byte now and then keeps it`() async throws {
        var settings = WebSocketSettings()
        settings.idleTimeout = .milliseconds(600)
        try await SocketBench.run(settings: settings) { bench in
            let client = bench.open()
            for _ in 0..<10 {
                for _ in 0..<8 { Pause.briefly() }
                client.send(SocketBench.frame("ping", opcode: 9))
                #expect(client.receive(exactly: 6) == SocketBench.frame("ping", opcode: 9))
            }
            let cut = self.cutOff(client)
            #expect(cut.code == Self.policy && cut.seconds < 2)
            #expect(bench.metric("gatehouse_websocket_ended_total{route=\"/open/**\",reason=\"idle\"}") == 1)
        }
    }

    @Test func `age ends it whatever passes`() async throws {
        var settings = WebSocketSettings()
        settings.maximumAge = .milliseconds(500)
        try await SocketBench.run(settings: settings) { bench in
            let client = bench.open()
            var bytes: [UInt8] = []
            while bytes.first != 0x88, client.send(SocketBench.frame("x")) {
                Pause.briefly()
                bytes = client.receive(exactly: 3)
                if bytes.count < 3 { break }
            }
            #expect(bytes.first == 0x88)
            #expect(bench.metric("gatehouse_websocket_ended_total{route=\"/open/**\",reason=\"age\"}") == 1)
        }
    }

    @Test func `times of requests do not touch it`() async throws {
        try await SocketBench.run(configure: { configuration in
            configuration.headTimeout = .milliseconds(100)
            configuration.keepAliveTimeout = .milliseconds(100)
            configuration.bodyIdleTimeout = .milliseconds(100)
            configuration.upstreams[0].responseTimeout = .milliseconds(300)
            configuration.upstreams[0].responseIdleTimeout = .milliseconds(100)
            configuration.routes[1].timeout = .milliseconds(300)
        }) { bench in
            let client = bench.open()
            #expect(!client.hasAnswer(within: 1_000))
            client.send("x")
            #expect(client.receive(exactly: 1) == Array("x".utf8))
        }
    }

    @Test func `a gateway that shuts down says so, and waits for nobody`() async throws {
        try await SocketBench.run(configure: { $0.shutdownTimeout = .seconds(30) }) { bench in
            let clients = (0..<20).map { _ in bench.open() }
            let heard = Task {
                await offTheTestThreads {
                    clients.map { client in
                        _ = client.hasAnswer(within: 30_000)
                        defer { client.finishSending() }
                        return self.cutOff(client).code
                    }
                }
            }
            let began = DispatchTime.now().uptimeNanoseconds
            await bench.harness.stop()
            #expect(DispatchTime.now().uptimeNanoseconds - began < 20_000_000_000)
            #expect(await heard.value == clients.map { _ in Self.goingAway })
        }
    }
}
