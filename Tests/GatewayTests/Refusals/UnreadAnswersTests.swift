import Gateway
import Testing

/// Answers that nobody reads.
@Suite struct UnreadAnswersTests {
    @Test func `a client that never reads its refusals is read no further`() async throws {
        let harness = try await GatewayHarness(upstreamPort: 9)
        let client = RawSocket(port: harness.server.port ?? 0, receiveBuffer: 4_096)
        let request = "GET /a HTTP/1.1\r\nHost: a\r\nX-API-Key: nonsense\r\n\r\n"
        let many = Array(String(repeating: request, count: 100).utf8)
        var sent = 0
        while sent < 4_000, client.canSend(within: 500), client.send(many) { sent += 1 }
        #expect(sent < 4_000)
        client.reset()
        await harness.stop()
    }

    @Test func `once they are read, the rest is answered`() async throws {
        let harness = try await GatewayHarness(upstreamPort: 9)
        let client = harness.connect()
        let many = String(repeating: "GET /a HTTP/1.1\r\nHost: a\r\n\r\n", count: 500)
        client.send(many)
        for _ in 0..<500 { #expect(client.receiveMessage()?.status == 401) }
        await harness.stop()
    }
}
