import Gateway
import Testing

/// Requests that a client sends without waiting for the answers before.
@Suite struct PipeliningTests {
    private static let one = "GET /none HTTP/1.1\r\nHost: a\r\n\r\n"
    private static let last = "GET /none HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

    private func with(_ body: (GatewayHarness) async throws -> Void) async throws {
        let route = GatewayHarness.route(0, "/open/**", requiresKey: false)
        try await EdgeHarness.with(routes: [route], loops: 1, configure: { _ in }, body)
    }

    private func answers(_ bytes: [UInt8]) -> Int {
        String(decoding: bytes, as: UTF8.self).split(separator: "HTTP/1.1 404 ").count
    }

    @Test func `answers that nobody reads are not made ahead`() async throws {
        try await self.with { harness in
            let client = harness.connect(receiveBuffer: 16_384)
            client.send(String(repeating: Self.one, count: 2_300) + Self.last)
            var most = 0.0
            for _ in 0..<50 {
                Pause.briefly()
                most = max(most, harness.metric("gatehouse_gateway_buffered_bytes") ?? .infinity)
            }
            #expect(most > 0 && most < 300_000)
            let received = await offTheTestThreads { client.receiveAll() }
            #expect(self.answers(received) == 2_301)
        }
    }

    @Test func `all that came together is answered, in its turn`() async throws {
        try await self.with { harness in
            let client = harness.connect()
            client.send(String(repeating: Self.one, count: 1_000) + Self.last)
            #expect(self.answers(await offTheTestThreads { client.receiveAll() }) == 1_001)
        }
    }

    @Test func `who has sent all and closed its side gets all answers`() async throws {
        try await self.with { harness in
            let client = harness.connect()
            client.send(String(repeating: Self.one, count: 1_000))
            client.finishSending()
            #expect(self.answers(await offTheTestThreads { client.receiveAll() }) == 1_000)
        }
    }
}
