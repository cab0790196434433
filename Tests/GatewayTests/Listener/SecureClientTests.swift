import Gateway
import HTTPMachines
import TestKit
import Testing

/// Clients that speak TLS.
@Suite struct SecureClientTests {
    private static let open = "GET /open/a HTTP/1.1\r\nHost: a\r\n\r\n"

    private func withGateway(
        _ script: @escaping @Sendable (RawSocket, Int) -> Void,
        _ body: (TLSBench, GatewayHarness) throws -> Void
    ) async throws {
        let (bench, upstream) = (try TLSBench(), ScriptedUpstream(script))
        let harness = try await GatewayHarness(upstreamPort: upstream.port, loops: 1, security: bench.security)
        try body(bench, harness)
        await harness.stop()
    }

    private func waits(until isSo: () -> Bool) -> Bool {
        for _ in 0..<250 where !isSo() { Pause.briefly() }
        return isSo()
    }

    @Test func `a large body behind a large head comes to its end`() async throws {
        let (isHeld, length) = (Gate(), 3_000_000)
        try await self.withGateway({ connection, _ in
            guard connection.receiveMessage() != nil else { return }
            var head = "HTTP/1.1 200 OK\r\nContent-Length: \(length)\r\n"
            while head.utf8.count < 65_300 {
                let value = String(repeating: "a", count: min(8_000, max(1, 65_480 - head.utf8.count - 12)))
                head += "X-Pad: \(value)\r\n"
            }
            let bytes = Array((head + "\r\n").utf8)
            connection.send(Array(bytes.dropLast(100)))
            // What is left of the head comes together with as much of the body as is read at once.
            isHeld.wait()
            connection.send(Array(bytes.suffix(100)) + [UInt8](repeating: 0x7a, count: length))
            _ = connection.receive()
        }) { bench, harness in
            let client = try bench.client(harness.connect())
            #expect(client.shakeHands())
            client.send(Self.open)
            #expect(self.waits { harness.metric("gatehouse_gateway_buffered_bytes") ?? 0 > 60_000 })
            isHeld.open()
            #expect(client.receiveSized()?.body == length)
        }
    }

    @Test func `an idle client holds nothing of the answer it was sent`() async throws {
        try await self.withGateway({ connection, _ in
            while connection.receiveMessage() != nil {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 40000\r\n\r\n")
                connection.send([UInt8](repeating: 0x7a, count: 40_000))
            }
        }) { bench, harness in
            let clients = try (0..<4).map { _ in try bench.client(harness.connect()) }
            for client in clients {
                #expect(client.shakeHands())
                client.send(Self.open)
                #expect(client.receiveSized()?.body == 40_000)
            }
            #expect(self.waits { harness.metric("gatehouse_gateway_buffered_bytes") == 0 })
        }
    }

    @Test func `a client that says with its request that it sends no more is answered, and closed`() async throws {
        try await self.withGateway({ connection, _ in
            while connection.receiveMessage() != nil {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
            }
        }) { bench, harness in
            let client = try bench.client(harness.connect())
            #expect(client.shakeHands())
            client.sendLast(Self.open)
            #expect(client.receiveAnswer().hasSuffix("hi"))
            // The socket stays open on this side.
            #expect(self.waits { harness.metric("gatehouse_gateway_connections") == 0 })
        }
    }
}
