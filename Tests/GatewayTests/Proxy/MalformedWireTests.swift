import Gateway
import Telemetry
import TestKit
import Testing

/// Damaged requests over real sockets: each is answered or closed, nothing breaks, and the next client is served.
@Suite struct MalformedWireTests {
    private static let requests = [
        "GET /open/a?b=c HTTP/1.1\r\nHost: a\r\nX-A: b\r\n\r\n",
        "POST /open/a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
        "PUT /open/a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-T: 1\r\n\r\n",
        "HEAD /open/a HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\nGET /open/b HTTP/1.1\r\nHost: a\r\n\r\n",
    ]

    private func damaged(_ text: String, _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = Array(text.utf8)
        let telling = Array("\r\n :\t\u{0}/%.;,0fF".utf8)
        for _ in 0...random.number(below: 3) {
            let index = random.number(below: bytes.count)
            switch random.number(below: 4) {
            case 0: bytes[index] = random.pick(telling)
            case 1: bytes.remove(at: index)
            case 2: bytes.insert(random.pick(telling), at: index)
            default: bytes[index] = UInt8(truncatingIfNeeded: random.next())
            }
        }
        return bytes
    }

    private func invariants(_ harness: GatewayHarness) -> [String] {
        var text = PrometheusText()
        harness.server.writeMetrics(to: &text)
        return text.text.split(separator: "\n").map(String.init).filter {
            $0.hasPrefix("gatehouse_gateway_invariant_failures")
        }
    }

    @Test(arguments: [UInt64(1), 2, 3]) func `whatever comes is answered in HTTP or closed`(seed: UInt64) async throws {
        let upstream = ScriptedUpstream { connection, _ in
            while let message = connection.receiveMessage() {
                let isHead = message.start.hasPrefix("HEAD ")
                // What reaches an upstream is a request of the strict grammar, with one host and one framing.
                #expect(message.start.hasSuffix(" HTTP/1.1"))
                #expect(message.all("host").count == 1)
                #expect(message.all("content-length").count + message.all("transfer-encoding").count <= 1)
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n\(isHead ? "" : "ok")")
            }
        }
        let harness = try await GatewayHarness(upstreamPort: upstream.port)
        var random = SeededGenerator(seed: seed)
        var statuses: Set<String> = []
        for round in 0..<120 {
            let client = harness.connect()
            client.send(self.damaged(Self.requests[round % Self.requests.count], &random))
            client.finishSending()
            let answer = String(decoding: client.receiveAll(), as: UTF8.self)
            #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 "))
            #expect(!answer.hasPrefix("HTTP/1.1 500"))
            statuses.insert(String(answer.prefix(12).suffix(3)))
        }
        #expect(statuses.isSuperset(of: ["200", "400"]))
        #expect(harness.request(Self.requests[0])?.status == 200)
        #expect(!self.invariants(harness).isEmpty)
        for line in self.invariants(harness) where !line.hasPrefix("#") { #expect(line.hasSuffix(" 0")) }
        await harness.stop()
    }

    @Test(arguments: [UInt64(4), 5]) func `a damaged answer of an upstream is 502 or cut, never passed on whole`(
        seed: UInt64
    ) async throws {
        let answers = [
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: b\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            "HTTP/1.1 103 Hints\r\nLink: a\r\n\r\nHTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n",
        ]
        var random = SeededGenerator(seed: seed)
        let damaged = (0..<100).map { self.damaged(answers[$0 % answers.count], &random) }
        let upstream = ScriptedUpstream { connection, number in
            _ = connection.receiveMessage()
            connection.send(damaged[number % damaged.count])
        }
        let harness = try await GatewayHarness(upstreamPort: upstream.port)
        for _ in damaged.indices {
            let client = harness.connect()
            // Not idempotent: an answer that never comes is not asked for again on another connection.
            client.send("POST /open/a HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            let answer = String(decoding: client.receiveAll(), as: UTF8.self)
            #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 "))
            let head = answer.split(separator: "\r\n\r\n", maxSplits: 1).first ?? ""
            #expect(!head.utf8.contains { $0 < 0x20 && ![0x09, 0x0a, 0x0d].contains($0) })
        }
        for line in self.invariants(harness) where !line.hasPrefix("#") { #expect(line.hasSuffix(" 0")) }
        await harness.stop()
    }
}
