import Gateway
import HTTPMachines
import TestKit
import Testing

/// Upstreams that are spoken to over TLS.
@Suite struct SecureUpstreamTests {
    private static let open = "GET /open/a HTTP/1.1\r\nHost: a\r\n\r\n"

    /// Says how long each body was, and on which connection it came.
    private static let counting: @Sendable (SecureSocket, Int) -> Void = { connection, number in
        while let (_, body) = connection.receiveSized() {
            connection.send(ScriptedUpstream.answer("\(body) on \(number)"))
        }
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

    // MARK: Requests

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

    // MARK: The end of an answer

    @Test func `an answer without a length is whole once the upstream has said that it ends`() async throws {
        try await self.withUpstream({ connection, _ in
            guard connection.receiveSized() != nil else { return }
            connection.send("HTTP/1.1 200 OK\r\n\r\nall of ")
            connection.sendLast("it")
        }) { harness in
            let answer = harness.request(Self.open)
            #expect(answer?.text == "all of it" && answer?.isWhole == true)
        }
    }

    @Test func `an answer that anybody on the way may have cut short is not passed on as whole`() async throws {
        try await self.withUpstream({ connection, _ in
            guard connection.receiveSized() != nil else { return }
            // The socket closes, and TLS has said nothing of it.
            connection.send("HTTP/1.1 200 OK\r\n\r\nhalf")
        }) { harness in
            let answer = harness.request(Self.open)
            #expect(answer?.text == "half" && answer?.isWhole == false)
        }
    }

    @Test func `the end is seen with the last bytes, and not only when the socket closes`() async throws {
        let isOver = Gate()
        try await self.withUpstream({ connection, _ in
            guard connection.receiveSized() != nil else { return }
            connection.sendLast("HTTP/1.1 200 OK\r\n\r\nall")
            isOver.wait()
        }) { harness in
            let answer = harness.request(Self.open)
            #expect(answer?.text == "all" && answer?.isWhole == true)
            isOver.open()
        }
    }

    @Test func `a connection that has ended with an answer serves nobody else`() async throws {
        let isOver = Gate()
        try await self.withUpstream({ connection, number in
            guard number == 0 else { return Self.counting(connection, number) }
            guard connection.receiveSized() != nil else { return }
            connection.sendLast(ScriptedUpstream.answer("last"))
            isOver.wait()
        }) { harness in
            let client = harness.connect()
            client.send(Self.open + Self.open)
            let texts = (0..<2).map { _ in client.receiveMessage()?.text }
            #expect(texts == ["last", "0 on 1"])
            isOver.open()
        }
    }
}
