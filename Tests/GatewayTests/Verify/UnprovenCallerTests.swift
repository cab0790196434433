import Foundation
import Gateway
import Keys
import RateLimiting
import Testing
import VerifyAPI

/// Whoever may not ask is told so before a body is gathered.
@Suite struct UnprovenCallerTests {
    private func withHarness(_ body: (VerifyHarness) throws -> Void) async throws {
        let harness = try await VerifyHarness(loops: 1)
        try body(harness)
        await harness.stop()
    }

    @Test(arguments: ["/v1/keys/verify", "/v1/keys:batchVerify", "/v2/keys.verifyKey"])
    func `an unproven caller's body is not waited for`(_ path: String) async throws {
        try await self.withHarness { harness in
            let powerless = harness.gateway.issue { $0.grants = Grants() }.token
            for (caller, status) in [("nonsense", 401), (powerless, 403)] {
                let sized = harness.head("Content-Length: 1000000\r\nExpect: 100-continue", by: caller, path: path)
                let chunk = "5000\r\n" + String(repeating: " ", count: 0x5000)
                let chunked = harness.head("Transfer-Encoding: chunked", by: caller, path: path) + chunk
                for text in [sized, chunked] {
                    let client = harness.connect()
                    client.send(text)
                    let answer = client.receiveMessage()
                    #expect(answer?.status == status && answer?["connection"] == "close")
                    client.finishSending()
                    #expect(client.receiveAll().isEmpty)
                }
            }
        }
    }

    @Test func `what it sends nevertheless is drained within a bound, then the connection closes`() async throws {
        try await self.withHarness { harness in
            let client = harness.connect()
            client.send(harness.head("Content-Length: 1000000", by: "nonsense"))
            #expect(client.receiveMessage()?.status == 401)
            let piece = [UInt8](repeating: 0x20, count: 16_384)
            var sent = 0
            while sent < 100_000_000, client.send(piece) { sent += piece.count }
            #expect(sent < 100_000_000)
        }
    }

    @Test func `a small body is read, and the connection lives on`() async throws {
        try await self.withHarness { harness in
            let pieces = harness.question("x", by: "nonsense").components(separatedBy: "\r\n\r\n")
            let client = harness.connect()
            for _ in 0..<2 {
                client.send(pieces[0] + "\r\n\r\n")
                #expect(!client.hasAnswer(within: 20))
                client.send(pieces[1])
                let answer = client.receiveMessage()
                #expect(answer?.status == 401 && answer?["connection"] == nil)
            }
        }
    }

    @Test func `nor is the body of a request for nothing`() async throws {
        try await self.withHarness { harness in
            for (head, status) in [("POST /nowhere", 404), ("PUT /v1/keys/verify", 405), ("POST /livez", 405)] {
                let client = harness.connect()
                client.send("\(head) HTTP/1.1\r\nHost: a\r\nContent-Length: 20000\r\n\r\n")
                #expect(client.receiveMessage()?.status == status)
            }
        }
    }

    @Test func `a body that comes later costs its caller no more than one that comes at once`() async throws {
        let limit = LimitPolicy(name: "burst", scope: .key, algorithm: .slidingWindow([.init(limit: 2, seconds: 60)]))
        try await self.withHarness { harness in
            let key = harness.gateway.issue()
            let caller = harness.gateway.issue { $0.limits = [limit] }
            let padding = String(repeating: " ", count: 20_000)
            let question = harness.question(key.token, members: padding, by: caller.token)
            let pieces = question.components(separatedBy: "\r\n\r\n")
            let client = harness.connect()
            for _ in 0..<2 {
                client.send(pieces[0] + "\r\n\r\n")
                #expect(!client.hasAnswer(within: 20))
                client.send(pieces[1])
                #expect(client.receiveMessage()?.text.hasPrefix("{\"valid\":true") == true)
            }
            client.send(pieces[0] + "\r\n\r\n")
            #expect(client.receiveMessage()?.status == 429, "whoever has no call left sends no body")
        }
    }

    @Test func `a caller revoked while its body comes is refused`() async throws {
        try await self.withHarness { harness in
            let key = harness.gateway.issue()
            let caller = harness.gateway.issue()
            let padding = String(repeating: " ", count: 20_000)
            let question = harness.question(key.token, members: padding, by: caller.token)
            let pieces = question.components(separatedBy: "\r\n\r\n")
            let client = harness.connect()
            client.send(pieces[0] + "\r\n\r\n")
            #expect(!client.hasAnswer(within: 20))
            harness.revoke(caller.record)
            client.send(pieces[1])
            #expect(client.receiveMessage()?.status == 401)
        }
    }

    @Test func `endpoints that take no key from the head read their bodies as before`() async throws {
        try await self.withHarness { harness in
            let body = "{\"credentials\":[\"gk_live_x\"]}"
            let client = harness.connect()
            client.send("POST /credentials/revoke HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\r\n")
            #expect(!client.hasAnswer(within: 20))
            client.send(body)
            harness.takeActs().first?.answer(.accepted)
            #expect(client.receiveMessage()?.status == 202)
        }
    }
}
