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

    @Test func `who stops sending before everything is read gets all of it`() async throws {
        let harness = try await GatewayHarness(upstreamPort: 9)
        let client = RawSocket(port: harness.server.port ?? 0, receiveBuffer: 4_096)
        let answers = await Self.readSlowly(client, "GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(answers == Self.many)
        await harness.stop()
    }

    @Test func `who stops asking before everything is read gets all of it`() async throws {
        let harness = try await VerifyHarness()
        let client = RawSocket(port: harness.gateway.server.verifyPort ?? 0, receiveBuffer: 4_096)
        let answers = await Self.readSlowly(client, "GET /none HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(answers == Self.many)
        await harness.stop()
    }

    /// So many answers are more than the kernel holds for a slow reader.
    private static let many = 16_000

    /// Sends a request again and again, then nothing more, and reads meanwhile.
    ///
    /// - Returns: how many answers came, the last one whole.
    private static func readSlowly(_ client: RawSocket, _ request: String) async -> Int {
        let requests = Array(String(repeating: request, count: Self.many).utf8)
        async let isSent = offTheTestThreads {
            defer { client.finishSending() }
            return client.send(requests)
        }
        let answers = await offTheTestThreads { client.receiveAll() }
        #expect(await isSent)
        #expect(answers.last == UInt8(ascii: "}"))
        return String(decoding: answers, as: UTF8.self).split(separator: "HTTP/1.1 4").count
    }
}
