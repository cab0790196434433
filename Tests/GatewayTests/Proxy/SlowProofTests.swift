import Admission
import Keys
import Testing

@testable import Gateway

/// Tokens that only a slow hash tells: the request waits, and nobody else does.
@Suite struct SlowProofTests {
    private static func post(_ token: String) -> String {
        "POST /a HTTP/1.1\r\nHost: a\r\nX-API-Key: \(token)\r\nContent-Length: 5\r\n\r\nhello"
    }

    private static func get(_ token: String) -> String { "GET /a HTTP/1.1\r\nHost: a\r\nX-API-Key: \(token)\r\n\r\n" }

    private func withGateway(_ body: (GatewayHarness, SlowBench) throws -> Void) async throws {
        let bench = SlowBench()
        let upstream = ScriptedUpstream { connection, _ in
            while let message = connection.receiveMessage() {
                let head = "HTTP/1.1 200 OK\r\nContent-Length: \(message.body.count)\r\n\r\n"
                connection.send(head + message.text)
            }
        }
        let harness = try await GatewayHarness(
            upstreamPort: upstream.port, loops: 1, slowWork: .init { bench.add($0) })
        try body(harness, bench)
        await harness.stop()
    }

    @Test func `the request and what is behind it wait for the proof, and others go on meanwhile`() async throws {
        try await self.withGateway { harness, bench in
            let record = try harness.adopt(weak: "summer-2019")
            let client = harness.connect()
            client.send(Self.post("summer-2019") + Self.get("summer-2019"))
            bench.waitForWork()
            let other = harness.issue()
            #expect(harness.request(Self.get(other.token))?.status == 200)
            #expect(!client.hasAnswer(within: 0))
            bench.run()
            let answer = client.receiveMessage()
            #expect(answer?.status == 200)
            #expect(answer?.text == "hello")
            #expect(client.receiveMessage()?.status == 200, "what was proven once is known")
            #expect(bench.count == 0)
            var revoked = record
            revoked.state = .revoked
            harness.put(revoked)
            client.send(Self.get("summer-2019"))
            #expect(client.receiveMessage()?.status == 401)
        }
    }

    @Test func `a wrong token is refused after the work, and the connection goes on`() async throws {
        try await self.withGateway { harness, bench in
            _ = try harness.adopt(weak: "summer-2019")
            // Another token of the same bucket, found by trying.
            let other = try harness.tokenInBucket(of: "summer-2019")
            let client = harness.connect()
            client.send(Self.get(other))
            bench.run()
            #expect(client.receiveMessage()?.status == 401)
            client.send(Self.get(harness.issue().token))
            #expect(client.receiveMessage()?.status == 200)
        }
    }

    @Test func `a client that leaves while its token is proven leaves nothing behind`() async throws {
        try await self.withGateway { harness, bench in
            _ = try harness.adopt(weak: "summer-2019")
            let client = harness.connect()
            client.send(Self.get("summer-2019"))
            bench.waitForWork()
            client.reset()
            bench.run()
            #expect(harness.request(Self.get("summer-2019"))?.status == 200)
        }
    }

    @Test func `the proof of a client that has left is not taken for that of who came after it`() async throws {
        try await self.withGateway { harness, bench in
            _ = try harness.adopt(weak: "summer-2019")
            _ = try harness.adopt(weak: "winter-2020")
            let first = harness.connect()
            first.send(Self.get("summer-2019"))
            bench.waitForWork()
            first.reset()
            // The loop has seen it: it goes through what happens in its order.
            let second = harness.connect()
            second.send(Self.get("winter-2020"))
            bench.waitForWork(2)
            bench.runFirst()
            #expect(harness.request("GET /open/a HTTP/1.1\r\nHost: a\r\n\r\n")?.status == 200)
            #expect(!second.hasAnswer(within: 0))
            bench.runFirst()
            #expect(second.receiveMessage()?.status == 200)
        }
    }
}
