import Foundation
import Gateway
import Testing

/// The listener that sends clients to https, over real connections.
@Suite struct RedirectListenerTests {
    private func with(
        _ configure: @escaping (inout RedirectSettings) -> Void = { _ in },
        _ body: (GatewayHarness, @escaping () -> RawSocket) async throws -> Void
    ) async throws {
        try await EdgeHarness.with(
            configure: { configuration in
                var redirect = RedirectSettings()
                redirect.port = 0
                redirect.host = "api.example.com"
                configure(&redirect)
                configuration.headTimeout = .milliseconds(300)
                configuration.edge.redirect = redirect
            },
            { harness in
                let port = try #require(harness.server.redirectPort)
                try await body(harness) { RawSocket(port: port) }
            })
    }

    @Test func `a request is answered with its place, and its connection ends`() async throws {
        try await self.with { harness, connect in
            let client = connect()
            client.send("POST /orders?id=7 HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello")
            let answer = client.receiveMessage()
            #expect(answer?.start == "HTTP/1.1 308 Permanent Redirect")
            #expect(answer?["location"] == "https://api.example.com/orders?id=7")
            #expect(answer?["connection"] == "close")
            #expect(answer?.body.isEmpty == true)
            #expect(client.receive() == [])
            #expect(harness.metric("gatehouse_redirect_answers_total{outcome=\"moved\"}") == 1)
        }
    }

    @Test func `a head may come in pieces, but not for ever`() async throws {
        try await self.with { _, connect in
            let client = connect()
            for piece in ["GET /a HT", "TP/1.1\r\nHo", "st: a\r\n\r", "\n"] {
                client.send(piece)
                Pause.briefly()
            }
            #expect(client.receiveMessage()?["location"] == "https://api.example.com/a")
            let slow = connect()
            slow.send("GET /a HT")
            #expect(slow.receive() == [])
        }
    }

    @Test func `who keeps silent makes room for who asks, the first of them first`() async throws {
        try await self.with({ $0.maximumConnections = 3 }) { _, connect in
            let silent = (0..<3).map { _ in connect() }
            for client in silent {
                client.send("GET /a HT")
                // So that they are taken in one after another.
                Pause.briefly()
            }
            let late = connect()
            late.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(late.receiveMessage()?.status == 308)
            #expect(silent[0].isTurnedAway)
            for client in silent[1...] {
                client.send("TP/1.1\r\nHost: a\r\n\r\n")
                #expect(client.receiveMessage()?.status == 308)
            }
        }
    }

    @Test func `what is no request is refused`() async throws {
        try await self.with { _, connect in
            let client = connect()
            client.send("GET /a\r\nHost: a\r\n\r\n")
            #expect(client.receiveMessage()?.status == 400)
            let hello = connect()
            hello.send([0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0])
            #expect(hello.receiveMessage()?.status ?? 400 >= 400)
        }
    }

    @Test func `without a host of its own it sends nobody where no route is`() async throws {
        let route = GatewayHarness.route(0, "/**", host: "api.example.com")
        try await EdgeHarness.with(
            routes: [route],
            configure: { configuration in
                var redirect = RedirectSettings()
                redirect.port = 0
                configuration.edge.redirect = redirect
            },
            { harness in
                let port = try #require(harness.server.redirectPort)
                for (host, status) in [("api.example.com", 308), ("evil.example", 421)] {
                    let client = RawSocket(port: port)
                    client.send("GET /a HTTP/1.1\r\nHost: \(host)\r\n\r\n")
                    let answer = client.receiveMessage()
                    #expect(answer?.status == status)
                    #expect((answer?["location"] == nil) == (status == 421))
                }
            })
    }

    @Test func `challenges are read from the webroot, and nothing else is`() async throws {
        let webroot = FileManager.default.temporaryDirectory.appendingPathComponent("webroot-\(UUID())")
        let folder = webroot.appendingPathComponent(".well-known/acme-challenge")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: webroot) }
        try Data("secret".utf8).write(to: webroot.appendingPathComponent("secret"))
        try Data("token.thumb".utf8).write(to: folder.appendingPathComponent("token"))
        try Data(repeating: 0x61, count: 4_097).write(to: folder.appendingPathComponent("large"))
        try FileManager.default.createSymbolicLink(
            at: folder.appendingPathComponent("link"), withDestinationURL: webroot.appendingPathComponent("secret"))
        try FileManager.default.createDirectory(
            at: folder.appendingPathComponent("folder"), withIntermediateDirectories: true)
        try await self.with({ $0.challengeWebroot = webroot.path }) { harness, connect in
            func ask(_ name: String, method: String = "GET") -> Message? {
                let client = connect()
                client.send("\(method) /.well-known/acme-challenge/\(name) HTTP/1.1\r\nHost: a\r\n\r\n")
                return client.receiveMessage(answersHead: method == "HEAD")
            }
            #expect(ask("token")?.text == "token.thumb")
            #expect(ask("token", method: "HEAD")?["content-length"] == "11")
            for name in ["none", "large", "link", "folder"] { #expect(ask(name)?.status == 404, "\(name)") }
            #expect(harness.metric("gatehouse_redirect_answers_total{outcome=\"challenge_unknown\"}") == 4)
        }
    }

    @Test func `a port that is taken is said in one sentence, and nothing listens`() async throws {
        try await self.with { harness, _ in
            let port = harness.server.redirectPort ?? 0
            let error = await #expect(throws: GatewayError.self) {
                _ = try await GatewayHarness(upstreamPort: 1) { configuration in
                    var redirect = RedirectSettings()
                    redirect.port = port
                    redirect.host = "a"
                    configuration.edge.redirect = redirect
                }
            }
            #expect(error?.message == "cannot listen on 127.0.0.1:\(port): another process is using the port")
        }
    }
}
