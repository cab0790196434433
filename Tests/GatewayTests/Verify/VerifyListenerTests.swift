import Admission
import Foundation
import Gateway
import Keys
import Testing

@Suite struct VerifyListenerTests {
    private func withHarness(
        configure: (inout VerifyConfiguration) -> Void = { _ in }, _ body: (VerifyHarness) throws -> Void
    ) async throws {
        let harness = try await VerifyHarness(configure: configure)
        try body(harness)
        await harness.stop()
    }

    @Test func `a good key is valid and a bad one is not, both with 200`() async throws {
        try await self.withHarness { harness in
            let key = harness.gateway.issue()
            let good = harness.request(harness.question(key.token))
            #expect(good?.status == 200)
            #expect(good?.text.hasPrefix("{\"valid\":true,\"code\":\"valid\"") == true, "\(good?.text ?? "")")
            #expect(good?.text.contains("\"key_id\":\"\(key.record.id)\"") == true)
            #expect(good?["x-request-id"]?.hasPrefix("req_") == true)
            let bad = harness.request(harness.question(String(key.token.dropLast()) + "~"))
            #expect(bad?.status == 200)
            #expect(bad?.text.hasPrefix("{\"valid\":false,\"code\":\"credential_rejected\"") == true)
        }
    }

    @Test func `who has no right to ask is refused`() async throws {
        try await self.withHarness { harness in
            let key = harness.gateway.issue()
            let powerless = harness.gateway.issue { $0.grants = Grants() }
            #expect(harness.request(harness.question(key.token, by: powerless.token))?.status == 403)
            #expect(harness.request(harness.question(key.token, by: "nonsense"))?.status == 401)
        }
    }

    @Test func `requests on one connection are answered in order, sent ahead or not`() async throws {
        try await self.withHarness { harness in
            let keys = (0..<20).map { _ in harness.gateway.issue() }
            let client = harness.connect()
            for key in keys {
                client.send(harness.question(key.token))
                #expect(client.receiveMessage()?.text.contains("\(key.record.id)") == true)
            }
            client.send(keys.map { harness.question($0.token) }.joined())
            for key in keys { #expect(client.receiveMessage()?.text.contains("\(key.record.id)") == true) }
        }
    }

    @Test func `a request may come byte by byte`() async throws {
        try await self.withHarness { harness in
            let key = harness.gateway.issue()
            let client = harness.connect()
            for _ in 0..<2 {
                for byte in harness.question(key.token).utf8 { client.send([byte]) }
                let answer = client.receiveMessage()
                #expect(answer?.text.hasPrefix("{\"valid\":true") == true)
            }
        }
    }

    @Test func `a body may come in chunks, and the next request behind it`() async throws {
        try await self.withHarness { harness in
            let key = harness.gateway.issue()
            let body = Array("{\"key\":\"\(key.token)\"}".utf8)
            let chunks = stride(from: 0, to: body.count, by: 7).map { start in
                let part = body[start..<min(start + 7, body.count)]
                return String(part.count, radix: 16) + "\r\n" + String(decoding: part, as: UTF8.self) + "\r\n"
            }
            let text = """
                POST /v1/keys/verify HTTP/1.1\r\nHost: a\r\nX-API-Key: \(harness.caller)\r
                Transfer-Encoding: chunked\r\n\r\n\(chunks.joined())0\r\n\r\n
                """
            let client = harness.connect()
            client.send(text + text)
            for _ in 0..<2 { #expect(client.receiveMessage()?.text.hasPrefix("{\"valid\":true") == true) }
        }
    }

    @Test func `a client that waits for leave to send its body gets it`() async throws {
        try await self.withHarness { harness in
            let key = harness.gateway.issue()
            let whole = harness.question(key.token, fields: "Expect: 100-continue\r\n")
            let parts = whole.components(separatedBy: "\r\n\r\n")
            let client = harness.connect()
            client.send(parts[0] + "\r\n\r\n")
            #expect(client.receiveMessage()?.status == 100)
            client.send(parts[1])
            #expect(client.receiveMessage()?.status == 200)
        }
    }

    @Test func `what breaks the rules is refused and the connection ends`() async throws {
        try await self.withHarness { harness in
            let head = "POST /v1/keys/verify HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(harness.caller)\r\n"
            let cases: [(String, Int, detail: String)] = [
                ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400, "white space stands before the colon"),
                ("GET /\u{1}\r\n\r\n", 400, "request"),
                (head + "Content-Length: 1048577\r\n\r\n", 413, "too large"),
                (head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400, "a chunk size is not a hexadecimal number"),
                (head + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", 400, "Content-Length is repeated"),
                (head + "X: " + String(repeating: "a", count: 70_000) + "\r\n\r\n", 431, "the head is too large"),
            ]
            for (text, status, detail) in cases {
                let client = harness.connect()
                client.send(text)
                let answer = client.receiveMessage()
                #expect(answer?.status == status, "\(text.prefix(60))")
                #expect(answer?["connection"] == "close")
                #expect(answer?["content-type"] == "application/problem+json")
                #expect(answer?.text.contains(detail) == true, "\(answer?.text ?? "")")
                client.finishSending()
                #expect(client.receiveAll().isEmpty)
            }
        }
    }

    @Test func `a chunked body beyond the bound is refused while it comes`() async throws {
        try await self.withHarness { harness in
            let client = harness.connect()
            client.send(harness.head("Transfer-Encoding: chunked"))
            let chunk = "10000\r\n" + String(repeating: "a", count: 65_536) + "\r\n"
            for _ in 0..<17 where !client.hasAnswer(within: 0) { client.send(chunk) }
            #expect(client.receiveMessage()?.status == 413)
        }
    }

    @Test func `bodies that come in pieces share a bound`() async throws {
        try await self.withHarness(configure: { $0.maximumBodyBytesHeld = 1_048_576 }) { harness in
            let head = harness.head("Content-Length: 1000000")
            let greedy = (0..<8).map { _ in harness.connect() }
            for client in greedy { client.send(head + String(repeating: " ", count: 900_000)) }
            for _ in 0..<100 where greedy.count(where: { $0.hasAnswer(within: 0) }) < 4 { Pause.briefly() }
            #expect(greedy.count { $0.hasAnswer(within: 0) } >= 4, "two loops hold a little over one body each")
            let key = harness.gateway.issue()
            #expect(harness.request(harness.question(key.token))?.status == 200, "whole requests need no such memory")
            for _ in 0..<8 {
                let pieces = harness.question(key.token).components(separatedBy: "\r\n\r\n")
                let client = harness.connect()
                client.send(pieces[0] + "\r\n\r\n")
                #expect(!client.hasAnswer(within: 20))
                client.send(pieces[1])
                #expect(client.receiveMessage()?.status == 200, "small requests have room of their own")
            }
        }
    }

    @Test func `slow clients are told and let go`() async throws {
        try await self.withHarness(configure: { configuration in
            configuration.headTimeout = .milliseconds(100)
            configuration.bodyTimeout = .milliseconds(100)
            configuration.keepAliveTimeout = .milliseconds(200)
        }) { harness in
            let inHead = harness.connect()
            inHead.send("POST /v1/keys")
            let inBody = harness.connect()
            inBody.send(harness.head("Content-Length: 9") + "{")
            let idle = harness.connect()
            idle.send("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(inHead.receiveMessage()?.status == 408)
            #expect(inBody.receiveMessage()?.status == 408)
            #expect(idle.receiveMessage()?.status == 200)
            #expect(idle.receive() == [])
        }
    }

    @Test func `a client that never reads its answers is read no further`() async throws {
        try await self.withHarness { harness in
            let key = harness.gateway.issue()
            let client = RawSocket(port: harness.gateway.server.verifyPort ?? 0, receiveBuffer: 4_096)
            let many = Array(String(repeating: harness.question(key.token), count: 40).utf8)
            var sent = 0
            while sent < 4_000, client.canSend(within: 500), client.send(many) { sent += 1 }
            #expect(sent < 4_000, "whoever does not read is not read either")
            client.reset()
        }
    }

    @Test func `connections beyond the bound are answered 503`() async throws {
        try await self.withHarness(configure: { $0.maximumConnections = 2 }) { harness in
            let clients = (0..<8).map { _ in harness.connect() }
            for client in clients { client.send("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n") }
            let answers = clients.map { $0.receiveMessage()?.status ?? 0 }
            #expect(answers.count { $0 == 200 } <= 2)
            #expect(answers.contains(503) || answers.contains(0))
        }
    }

    @Test func `a Unix socket answers too, and only those who may open it reach it`() async throws {
        let name = "verify-\(UUID().uuidString.prefix(8))"
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.path + "/verify.sock"
        // What a killed server leaves behind is replaced.
        for _ in 0..<2 {
            let harness = try await VerifyHarness { configuration in
                configuration.address = nil
                configuration.socket = path
            }
            #expect(harness.gateway.server.verifyPort == nil)
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o660)
            let key = harness.gateway.issue()
            for _ in 0..<4 {
                let client = RawSocket(path: path)
                client.send(harness.question(key.token))
                #expect(client.receiveMessage()?.text.hasPrefix("{\"valid\":true") == true)
            }
            await harness.stop()
        }
    }

    @Test func `a shutdown ends idle connections at once`() async throws {
        let harness = try await VerifyHarness()
        let client = harness.connect()
        client.send("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(client.receiveMessage()?.status == 200)
        await harness.stop()
        #expect(client.receive() == [])
    }

    @Test func `a route without an upstream is not the gateway's`() async throws {
        var judged = GatewayHarness.route(0, "/judged/**", requiresKey: false)
        judged.upstream = nil
        let harness = try await VerifyHarness(routes: [judged])
        #expect(harness.gateway.request("GET /judged/a HTTP/1.1\r\nHost: a\r\n\r\n")?.status == 404)
        await harness.stop()
    }
}
