import Foundation
import Gateway
import Keys
import Testing

/// Who gets a WebSocket, and what reaches the upstream before it is one.
@Suite struct UpgradeTests {
    @Test func `the upstream is asked in one form, and the client hears what was agreed`() async throws {
        let log = ScriptedUpstream.Log()
        try await SocketBench.run({ connection, _ in
            guard let message = connection.receiveMessage() else { return }
            log.add(message)
            connection.send(
                "HTTP/1.1 101 Welcome\r\nupgrade: WebSocket\r\nConnection: keep-alive, upgrade\r\nX-Server: s\r\n"
                    + "Sec-WebSocket-Accept: \(SocketBench.accept)\r\nSec-WebSocket-Protocol: v2\r\n"
                    + "Sec-WebSocket-Extensions: permessage-deflate;a=\"1\"\r\nGatehouse-Key-Id: x\r\n\r\n")
            _ = connection.receive()
        }) { bench in
            let key = bench.harness.issue()
            let client = bench.harness.connect()
            client.send(
                "GET /ws/a?q=1 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(key.token)\r\n"
                    + "connection: keep-alive, UPGRADE, X-Own\r\nX-Own: 1\r\nUPGRADE: WebSocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: \(SocketBench.key)\r\nSec_WebSocket_Key: y\r\n"
                    + "Sec-WebSocket-Protocol: v1,v2\r\nSec-WebSocket-Extensions: permessage-deflate;  a\r\n"
                    + "Sec-WebSocket-Accept: z\r\nOrigin: https://a.example\r\nContent-Length: 0\r\n\r\n")
            let answer = client.receiveMessage()
            #expect(answer?.start == "HTTP/1.1 101 Switching Protocols")
            #expect(answer?["upgrade"] == "websocket" && answer?["connection"] == "Upgrade")
            #expect(answer?.all("sec-websocket-accept") == [SocketBench.accept])
            #expect(answer?["sec-websocket-protocol"] == "v2")
            #expect(answer?["sec-websocket-extensions"] == "permessage-deflate; a=1")
            #expect(answer?["x-server"] == "s" && answer?["gatehouse-key-id"] == nil)
            #expect(answer?["x-request-id"]?.hasPrefix("req_") == true)
            let seen = try #require(log.all.first)
            #expect(seen.start == "GET /ws/a?q=1 HTTP/1.1")
            #expect(seen.all("connection") == ["Upgrade"] && seen.all("upgrade") == ["websocket"])
            #expect(seen.all("sec-websocket-key") == [SocketBench.key] && seen.all("sec-websocket-version") == ["13"])
            #expect(seen.all("sec-websocket-protocol") == ["v1, v2"])
            #expect(seen.all("sec-websocket-extensions") == ["permessage-deflate; a"])
            #expect(seen["sec-websocket-accept"] == nil && seen["sec_websocket_key"] == nil)
            #expect(seen["x-own"] == nil && seen["authorization"] == nil && seen["content-length"] == nil)
            #expect(seen["origin"] == "https://a.example")
            #expect(seen["gatehouse-key-id"] == "\"\(key.record.id)\"")
        }
    }

    @Test(arguments: [
        ("/open/a", "h2c"), ("/open/a", "websocket, h2c"), ("/plain/a", "websocket"), ("/nowhere", "websocket"),
    ])
    func `where a route does not say so nothing is switched, and never to anything else`(
        path: String, name: String
    ) async throws {
        let reached = Counter()
        try await SocketBench.run({ connection, _ in
            if connection.receive()?.isEmpty == false { reached.add() }
        }) { bench in
            let client = bench.harness.connect()
            client.send(SocketBench.ask(path).replacing("Upgrade: websocket", with: "Upgrade: \(name)"))
            #expect(client.receiveMessage()?.status == 501)
            #expect(reached.value == 0)
        }
    }

    @Test func `without Connection the field is nobody's, and the request one like any other`() async throws {
        let log = ScriptedUpstream.Log()
        try await SocketBench.run({ connection, _ in
            while let message = connection.receiveMessage() {
                log.add(message)
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            }
        }) { bench in
            let client = bench.harness.connect()
            client.send(SocketBench.ask().replacing("Connection: Upgrade\r\n", with: ""))
            #expect(client.receiveMessage()?.status == 200)
            client.send("GET /open/b HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(client.receiveMessage()?.status == 200)
            #expect(log.all.map { $0["upgrade"] } == [nil, nil] && log.all.map { $0["connection"] } == [nil, nil])
        }
    }

    static let wrong: [(request: String, status: Int, detail: String)] = [
        (SocketBench.ask().replacing("GET", with: "POST"), 400, "GET"),
        (SocketBench.ask().replacing("HTTP/1.1", with: "HTTP/1.0"), 400, "HTTP/1.1"),
        (SocketBench.ask(more: "Content-Length: 1\r\n") + "x", 400, "no body"),
        (SocketBench.ask(more: "Transfer-Encoding: chunked\r\n") + "0\r\n\r\n", 400, "no body"),
        (SocketBench.ask().replacing(SocketBench.key, with: "x"), 400, "Sec-WebSocket-Key"),
        (SocketBench.ask(more: "Sec-WebSocket-Key: \(SocketBench.key)\r\n"), 400, "Sec-WebSocket-Key"),
        (SocketBench.ask().replacing("Sec-WebSocket-Version: 13\r\n", with: ""), 400, "Sec-WebSocket-Version"),
        (SocketBench.ask().replacing("Version: 13", with: "Version: 8"), 426, "13"),
        (SocketBench.ask(more: "Sec-WebSocket-Protocol: a, a\r\n"), 400, "Sec-WebSocket-Protocol"),
        (SocketBench.ask(more: "Sec-WebSocket-Extensions: ;\r\n"), 400, "Sec-WebSocket-Extensions"),
    ]

    @Test(arguments: wrong)
    func `a handshake that breaks a rule is refused, and nothing of it forwarded`(
        request: String, status: Int, detail: String
    ) async throws {
        let reached = Counter()
        try await SocketBench.run({ connection, _ in
            if connection.receive()?.isEmpty == false { reached.add() }
        }) { bench in
            let answer = bench.harness.request(request)
            #expect(answer?.status == status)
            #expect(answer?.text.contains(detail) == true)
            #expect(answer?["sec-websocket-version"] == (status == 426 ? "13" : nil))
            #expect(answer?["upgrade"] == (status == 426 ? "websocket" : nil))
            #expect(reached.value == 0)
        }
    }

    @Test func `the key is judged as that of any request`() async throws {
        try await SocketBench.run(permission: "orders:read") { bench in
            #expect(bench.harness.request(SocketBench.ask("/ws/a"))?.status == 401)
            var key = bench.harness.issue()
            #expect(bench.harness.request(SocketBench.ask("/ws/a", token: key.token))?.status == 101)
            let weak = bench.harness.issue { $0.grants.allowed = [] }
            #expect(bench.harness.request(SocketBench.ask("/ws/a", token: weak.token))?.status == 403)
            key.record.state = .revoked
            bench.harness.put(key.record)
            #expect(bench.harness.request(SocketBench.ask("/ws/a", token: key.token))?.status == 401)
        }
    }

    static let disagreeing: [String] = [
        SocketBench.agreed.replacing(SocketBench.accept, with: "AAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        SocketBench.agreed.replacing("Upgrade: websocket", with: "Upgrade: h2c"),
        SocketBench.agreed.replacing("Connection: Upgrade\r\n", with: ""),
        SocketBench.agreed.replacing("Connection", with: "Sec-WebSocket-Protocol: chat\r\nConnection"),
        SocketBench.agreed.replacing("Connection", with: "Sec-WebSocket-Extensions: x\r\nConnection"),
        SocketBench.agreed.replacing("HTTP/1.1 101", with: "HTTP/1.0 101"),
    ]

    @Test(arguments: disagreeing)
    func `an upstream that agrees to something else is 502, and never asked again on that connection`(
        answer: String
    ) async throws {
        let isOver = Gate()
        try await SocketBench.run({ connection, number in
            _ = connection.receiveMessage()
            connection.send(number == 0 ? answer : "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            if number == 0, connection.receive()?.isEmpty ?? true { isOver.open() }
        }) { bench in
            let client = bench.harness.connect()
            client.send(SocketBench.ask())
            #expect(client.receiveMessage()?.status == 502)
            isOver.wait()
            client.send("GET /open/b HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(client.receiveMessage()?.status == 200)
        }
    }

    @Test(arguments: [200, 400, 404, 426, 503])
    func `another answer is passed on; what the client had sent behind is a request, and its connection another`(
        status: Int
    ) async throws {
        let log = ScriptedUpstream.Log()
        let isOver = Gate()
        try await SocketBench.run({ connection, number in
            guard let message = connection.receiveMessage() else { return }
            log.add(message)
            connection.send("HTTP/1.1 \(number == 0 ? status : 200) Answer\r\nContent-Length: 2\r\n\r\nno")
            // Nothing more comes on a connection that a protocol was asked for on.
            if connection.receive() == [] { isOver.open() }
        }) { bench in
            let client = bench.harness.connect()
            let behind = ["/open/secret", "/ws/b"].map { "GET \($0) HTTP/1.1\r\nHost: a\r\n\r\n" }
            client.send(SocketBench.ask() + behind.joined())
            #expect(client.receiveMessage()?.status == status)
            isOver.wait()
            #expect(client.receiveMessage()?.status == 200)
            // Judged like any other.
            #expect(client.receiveMessage()?.status == 401)
            #expect(log.all.map(\.start) == ["GET /open/a HTTP/1.1", "GET /open/secret HTTP/1.1"])
        }
    }

    @Test func `101 that nobody has asked for is 502 on these routes as well`() async throws {
        try await SocketBench.run({ connection, _ in
            _ = connection.receiveMessage()
            connection.send(SocketBench.agreed)
        }) { bench in
            #expect(bench.harness.request("GET /open/a HTTP/1.1\r\nHost: a\r\n\r\n")?.status == 502)
            // Nor does one that had asked leave the answer to the next.
            let client = bench.harness.connect()
            client.send(SocketBench.ask().replacing("Version: 13", with: "Version: 7"))
            #expect(client.receiveMessage()?.status == 426)
            client.send("GET /open/a HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(client.receiveMessage()?.status == 502)
        }
    }
}
