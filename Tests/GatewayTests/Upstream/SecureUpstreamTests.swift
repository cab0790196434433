import Gateway
import HTTPMachines
import TestKit
import Testing

/// Upstreams that are spoken to over TLS.
@Suite struct SecureUpstreamTests {
    private static func answer(_ text: String) -> String {
        "HTTP/1.1 200 OK\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)"
    }

    /// Says how long each body was, and on which connection it came.
    private static let counting: @Sendable (SecureSocket, Int) -> Void = { connection, number in
        while let (_, body) = connection.receiveSized() { connection.send(Self.answer("\(body) on \(number)")) }
    }

    private func withUpstream(
        _ script: @escaping @Sendable (SecureSocket, Int) -> Void, _ body: (GatewayHarness) throws -> Void
    ) async throws {
        let bench = try TLSBench()
        let upstream = bench.upstream(script)
        let harness = try await bench.harness(upstream)
        try body(harness)
        await harness.stop()
    }

    @Test(arguments: [16_383, 16_384, 65_536, 1 << 20])
    func `a body that came in one segment is answered, on a connection that serves the next one too`(
        count: Int
    ) async throws {
        try await self.withUpstream(Self.counting) { harness in
            let client = harness.connect()
            let head = "POST /open/a HTTP/1.1\r\nHost: a\r\nContent-Length: \(count)\r\n\r\n"
            let request = Array(head.utf8) + [UInt8](repeating: 0x61, count: count)
            for _ in 0..<3 {
                client.send(request)
                #expect(client.receiveMessage()?.text == "\(count) on 0")
            }
            #expect(harness.metric("gatehouse_upstream_unread_bodies_total{upstream=\"orders\"}") ?? 0 == 0)
        }
    }
}
