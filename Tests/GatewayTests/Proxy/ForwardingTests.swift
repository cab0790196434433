import Foundation
import Gateway
import Keys
import Testing

/// The straight way: a request goes through, and the upstream gets what it should get.
@Suite struct ForwardingTests {
    private func withDemo(_ body: (GatewayHarness) async throws -> Void) async throws {
        let demo = try await DemoUpstream.start(address: "127.0.0.1", port: 0, group: GatewayHarness.group)
        let harness = try await GatewayHarness(upstreamPort: demo.port)
        try await body(harness)
        await harness.stop()
        try await demo.shutdown()
    }

    @Test func `a request with a key reaches the upstream without the key and with the caller's identity`() async throws
    {
        try await self.withDemo { harness in
            let key = harness.issue {
                $0.grants = Grants(allowed: [PermissionPattern("orders:read")].compactMap { $0 })
            }
            let answer = try #require(
                harness.request(
                    """
                    GET /orders/7?page=2 HTTP/1.1\r\nHost: api.example.com\r\nAuthorization: Bearer \(key.token)\r
                    Gatehouse-Key-Id: "forged"\r\ngatehouse_owner: forged\r\nX-Consumer-Id: forged\r\nX-Request-Id: theirs\r
                    X-HTTP-Method-Override: DELETE\r\nConnection: x-hop\r\nX-Hop: 1\r\nAccept: */*\r\n\r\n
                    """))
            #expect(answer.status == 200)
            #expect(!answer.text.contains(key.token))
            #expect(!answer.text.contains("forged"))
            #expect(!answer.text.contains("x-hop"))
            #expect(!answer.text.lowercased().contains("override"))
            let json = try #require(JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any])
            let headers = try #require(json["headers"] as? [String: String])
            #expect(json["path"] as? String == "/orders/7")
            #expect(json["query"] as? String == "page=2")
            #expect(headers["host"] == "api.example.com")
            #expect(headers["accept"] == "*/*")
            #expect(headers["gatehouse-key-id"] == "\"\(key.record.id)\"")
            #expect(headers["gatehouse-owner"] == key.record.ownerID.map { "\"\($0)\"" })
            #expect(headers["gatehouse-project"] == "\"orders\"")
            #expect(headers["gatehouse-environment"] == "\"live\"")
            #expect(headers["gatehouse-permissions"] == "\"orders:read\"")
            #expect(headers["x-request-id"] == answer["x-request-id"])
            #expect(answer["x-request-id"]?.hasPrefix("req_") == true)
        }
    }

    @Test func `a connection carries many requests, sent one by one or ahead`() async throws {
        try await self.withDemo { harness in
            let key = harness.issue()
            let client = harness.connect()
            let request = "GET /a HTTP/1.1\r\nHost: a\r\nX-API-Key: \(key.token)\r\n\r\n"
            for _ in 0..<20 {
                client.send(request)
                #expect(client.receiveMessage()?.status == 200)
            }
            client.send(String(repeating: request, count: 10))
            for _ in 0..<10 { #expect(client.receiveMessage()?.status == 200) }
        }
    }

    @Test(arguments: [1, 16_384, 16_385, 1_000_000]) func `bodies pass in either framing`(size: Int) async throws {
        try await self.withDemo { harness in
            let key = harness.issue()
            let body = String(repeating: "x", count: size)
            let client = harness.connect()
            client.send(
                "POST /a HTTP/1.1\r\nHost: a\r\nX-API-Key: \(key.token)\r\nContent-Length: \(size)\r\n\r\n" + body)
            #expect(client.receiveMessage()?.text.contains("\"body_bytes\":\(size)}") == true)
            client.send("POST /a HTTP/1.1\r\nHost: a\r\nX-API-Key: \(key.token)\r\nTransfer-Encoding: chunked\r\n\r\n")
            client.send(String(size, radix: 16) + "\r\n" + body + "\r\n0\r\n\r\n")
            #expect(client.receiveMessage()?.text.contains("\"body_bytes\":\(size)}") == true)
        }
    }

    @Test func `a response of a million bytes arrives whole`() async throws {
        try await self.withDemo { harness in
            let key = harness.issue()
            let answer = harness.request("GET /a?bytes=1000000 HTTP/1.1\r\nHost: a\r\nX-API-Key: \(key.token)\r\n\r\n")
            #expect(answer?.body.count == 1_000_000)
        }
    }

    @Test func `HEAD has a length and no body, and the connection goes on`() async throws {
        try await self.withDemo { harness in
            let client = harness.connect()
            client.send("HEAD /open/a HTTP/1.1\r\nHost: a\r\n\r\n")
            let answer = client.receiveMessage(answersHead: true)
            #expect(answer?.status == 200)
            #expect(answer?["content-length"] != nil)
            client.send("GET /open/a HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(client.receiveMessage()?.status == 200)
        }
    }
}
