import Foundation
import Gateway
import HTTPMachines
import Keys
import NIOPosix
import Synchronization
import Testing

/// Bodies, interim responses and trailers in every framing, at constant memory.
@Suite struct StreamingTests {
    private static let open = "GET /open/a HTTP/1.1\r\nHost: a\r\n\r\n"

    private func withUpstream(
        _ script: @escaping @Sendable (RawSocket, Int) -> Void,
        configure: (inout GatewayConfiguration) -> Void = { _ in }, _ body: (GatewayHarness) throws -> Void
    ) async throws {
        let upstream = ScriptedUpstream(script)
        let harness = try await GatewayHarness(upstreamPort: upstream.port, configure: configure)
        try body(harness)
        await harness.stop()
    }

    /// Answers every request on a connection with the same text.
    private static func answering(_ text: String) -> @Sendable (RawSocket, Int) -> Void {
        { connection, _ in
            while connection.receiveMessage() != nil { connection.send(text) }
        }
    }

    @Test func `chunks and trailers are written anew and pass`() async throws {
        let script = Self.answering(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n005;x=y\r\nhello\r\n1\r\n!\r\n0\r\nX-Sum: 42\r\n\r\n")
        try await self.withUpstream(script) { harness in
            let client = harness.connect()
            for _ in 0..<2 {
                client.send(Self.open)
                let answer = try #require(client.receiveMessage())
                #expect(answer.text == "hello!")
                #expect(answer.trailers == ["X-Sum: 42"])
                #expect(answer.all("transfer-encoding") == ["chunked"])
            }
        }
    }

    @Test func `trailers of a request are checked and end here, with what announced them`() async throws {
        let script: @Sendable (RawSocket, Int) -> Void = { connection, _ in
            while let message = connection.receiveMessage() {
                let text = "\(message.text) \(message.trailers.count) \(message["trailer"] ?? "-")"
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)")
            }
        }
        try await self.withUpstream(script) { harness in
            let head = "POST /open/a HTTP/1.1\r\nHost: a\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n"
            let client = harness.connect()
            client.send(head + "5\r\nhello\r\n0\r\nX-Sum: 42\r\n\r\n")
            #expect(client.receiveMessage()?.text == "hello 0 -")
            // Whether they come with the head or later.
            client.send(head + "5\r\nhello\r\n")
            for _ in 0..<3 { Pause.briefly() }
            client.send("0\r\nX-Sum: 42\r\n\r\n" + Self.open)
            #expect(client.receiveMessage()?.text == "hello 0 -")
            #expect(client.receiveMessage()?.text == " 0 -")
            client.send(head + "0\r\nAuthorization: x\r\n\r\n")
            #expect(client.receiveMessage()?.status == 400)
        }
    }

    @Test func `a body without a length ends with its connection, for new and old clients`() async throws {
        let script: @Sendable (RawSocket, Int) -> Void = { connection, _ in
            _ = connection.receiveMessage()
            connection.send("HTTP/1.1 200 OK\r\n\r\nuntil the end")
        }
        try await self.withUpstream(script) { harness in
            let client = harness.connect()
            for _ in 0..<2 {
                client.send(Self.open)
                let answer = try #require(client.receiveMessage())
                #expect(answer.text == "until the end")
                #expect(answer["transfer-encoding"] == "chunked")
                #expect(answer.isWhole)
            }
            let old = harness.request("GET /open/a HTTP/1.0\r\nHost: a\r\n\r\n")
            #expect(old?.text == "until the end")
            #expect(old?["connection"] == "close")
            #expect(old?["transfer-encoding"] == nil)
        }
    }

    @Test func `interim responses come before the final one, and the body waits for 100`() async throws {
        let script: @Sendable (RawSocket, Int) -> Void = { connection, _ in
            var head: [UInt8] = []
            while !head.suffix(4).elementsEqual([13, 10, 13, 10]), let byte = connection.receive(limit: 1)?.first {
                head.append(byte)
            }
            guard String(decoding: head, as: UTF8.self).contains("Expect: 100-continue") else { return }
            connection.send("HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n")
            var body: [UInt8] = []
            while body.count < 5, let more = connection.receive(), !more.isEmpty { body += more }
            connection.send("HTTP/1.1 201 Created\r\nContent-Length: 5\r\n\r\n" + String(decoding: body, as: UTF8.self))
        }
        try await self.withUpstream(script) { harness in
            let client = harness.connect()
            client.send("POST /open/a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")
            let hints = client.receiveMessage()
            #expect(hints?.status == 103)
            #expect(hints?["link"] == "<x>")
            #expect(client.receiveMessage()?.status == 100)
            client.send("hello")
            let answer = client.receiveMessage()
            #expect(answer?.status == 201)
            #expect(answer?.text == "hello")
        }
    }

    @Test func `204 and 304 have no body and the connection goes on`() async throws {
        for status in [204, 304] {
            let script = Self.answering("HTTP/1.1 \(status) X\r\nETag: \"a\"\r\n\r\n")
            try await self.withUpstream(script) { harness in
                let client = harness.connect()
                for _ in 0..<3 {
                    client.send(Self.open)
                    #expect(client.receiveMessage()?.status == status)
                }
            }
        }
    }

    @Test func `an answer that overtakes its request is passed on, then both connections close`() async throws {
        let script: @Sendable (RawSocket, Int) -> Void = { connection, _ in
            _ = connection.receive()
            connection.send("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig")
            _ = connection.receiveAll()
        }
        try await self.withUpstream(script) { harness in
            let client = harness.connect()
            client.send("POST /open/a HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\n0123456789")
            let answer = client.receiveMessage()
            #expect(answer?.status == 413)
            #expect(answer?.text == "big")
            #expect(answer?["connection"] == "close")
            #expect(client.receive() == [])
        }
    }

    @Test func `a request that comes byte by byte and an answer that does are both whole`() async throws {
        let script: @Sendable (RawSocket, Int) -> Void = { connection, _ in
            guard let message = connection.receiveMessage() else { return }
            for byte in "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".utf8 { connection.send([byte]) }
            for byte in message.body { connection.send("1\r\n" + String(UnicodeScalar(byte)) + "\r\n") }
            connection.send("0\r\n\r\n")
        }
        try await self.withUpstream(script) { harness in
            let client = harness.connect()
            let request =
                "POST /open/a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n"
            for byte in request.utf8 { client.send([byte]) }
            #expect(client.receiveMessage()?.text == "abcdefg")
        }
    }

    @Test func `a client that stops sending after its request is answered`() async throws {
        try await self.withUpstream(Self.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) { harness in
            let client = harness.connect()
            client.send(Self.open)
            client.finishSending()
            #expect(client.receiveMessage()?.text == "ok")
            #expect(client.receive() == [])
        }
    }

    @Test func `fields of an upstream that are ours alone are dropped`() async throws {
        let script = Self.answering(
            """
            HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Request-Id: theirs\r\nRateLimit: "x";r=1;t=1\r\nSunset: never\r
            Gatehouse-Key-Expires: @1\r\nDeprecation: @1\r\nX-Mine: 1\r\nKeep-Alive: 5\r\n\r\n
            """)
        try await self.withUpstream(script) { harness in
            let answer = try #require(harness.request(Self.open))
            #expect(answer.all("x-request-id").count == 1)
            #expect(answer["x-request-id"]?.hasPrefix("req_") == true)
            #expect(answer["ratelimit"] == nil && answer["sunset"] == nil && answer["deprecation"] == nil)
            #expect(answer["gatehouse-key-expires"] == nil && answer["keep-alive"] == nil)
            #expect(answer["x-mine"] == "1")
        }
    }

    @Test func `a key that ends soon says so on every answer`() async throws {
        let now = GatewayHarness.now
        let end = WallTime(seconds: now.seconds + 86_400)
        try await self.withUpstream(Self.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) { harness in
            let key = harness.issue { $0.expiry = .at(end) }
            let answer = harness.request("GET /a HTTP/1.1\r\nHost: a\r\nX-API-Key: \(key.token)\r\n\r\n")
            #expect(answer?["deprecation"] == "@\(end.seconds)")
            #expect(answer?["sunset"] == end.imfFixdate)
            #expect(answer?["gatehouse-key-expires"] == "@\(end.seconds)")
        }
    }

    // MARK: Back-pressure

    @Test func `an upstream that sends without end is held back while its client reads nothing`() async throws {
        let sent = Counter()
        let script: @Sendable (RawSocket, Int) -> Void = { connection, _ in
            _ = connection.receiveMessage()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(64 << 20)\r\n\r\n")
            let piece = [UInt8](repeating: 0x62, count: 65_536)
            for _ in 0..<1024 where connection.send(piece) { sent.add(piece.count) }
        }
        try await self.withUpstream(script) { harness in
            let client = harness.connect(receiveBuffer: 16_384)
            client.send(Self.open)
            // Others are served meanwhile; by then the stream has run into the wall.
            #expect(self.isSteady(sent))
            #expect(sent.value < 48 << 20)
            let answer = client.receiveMessage()
            #expect(answer?.body.count == 64 << 20)
        }
    }

    @Test func `a slow reader gets the whole of its last answer`() async throws {
        let script: @Sendable (RawSocket, Int) -> Void = { connection, _ in
            _ = connection.receiveMessage()
            connection.send("HTTP/1.1 200 OK\r\n\r\n")
            connection.send([UInt8](repeating: 0x62, count: 4 << 20))
        }
        try await self.withUpstream(script, configure: { $0.drainTimeout = .milliseconds(50) }) { harness in
            for version in ["1.0", "1.1"] {
                let client = harness.connect(receiveBuffer: 8_192)
                client.send("GET /open/a HTTP/\(version)\r\nHost: a\r\nConnection: close\r\n\r\n")
                // Longer than the gateway waits for a close once everything has been sent.
                for _ in 0..<10 { Pause.briefly() }
                #expect(client.receiveMessage()?.body.count == 4 << 20)
            }
        }
    }

    @Test func `an old client sees that its answer broke off`() async throws {
        let script: @Sendable (RawSocket, Int) -> Void = { connection, _ in
            _ = connection.receiveMessage()
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
        }
        try await self.withUpstream(script) { harness in
            let client = harness.connect()
            client.send("GET /open/a HTTP/1.0\r\nHost: a\r\n\r\n")
            var last = client.receive()
            while let bytes = last, !bytes.isEmpty { last = client.receive() }
            #expect(last == nil)
        }
    }

    @Test(.enabled(if: BigBody.bytesOfCheck != nil)) func `a body larger than memory passes at constant memory`()
        async throws
    {
        let bytes = try #require(BigBody.bytesOfCheck)
        let demo = try await DemoUpstream.start(address: "127.0.0.1", port: 0, group: GatewayHarness.group)
        let harness = try await GatewayHarness(upstreamPort: demo.port) {
            $0.bodyLimits.maximumBodyBytes = .max
        }
        let before = BigBody.residentBytes
        #expect(BigBody.exchange(bytes: bytes, through: harness) == BigBody.Outcome(up: bytes, down: bytes))
        #expect(BigBody.residentBytes - before < 64 << 20)
        await harness.stop()
        try await demo.shutdown()
    }

    @Test func `a client that sends without end is held back while its upstream reads nothing`() async throws {
        let gate = Gate()
        let script: @Sendable (RawSocket, Int) -> Void = { connection, _ in
            gate.wait()
            let message = connection.receiveMessage()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n")
            connection.send(String(format(message?.body.count ?? 0)))
        }
        try await self.withUpstream(script) { harness in
            let client = harness.connect()
            let sent = Counter()
            Thread.detachNewThread {
                client.send("POST /open/a HTTP/1.1\r\nHost: a\r\nContent-Length: \(64 << 20)\r\n\r\n")
                let piece = [UInt8](repeating: 0x62, count: 65_536)
                for _ in 0..<1024 where client.send(piece) { sent.add(piece.count) }
            }
            #expect(self.isSteady(sent))
            #expect(sent.value < 48 << 20)
            gate.open()
            #expect(client.receiveMessage()?.text == "67108864")
        }
    }

    @Test func `a large body goes up and another comes down whole`() async throws {
        let demo = try await DemoUpstream.start(address: "127.0.0.1", port: 0, group: GatewayHarness.group)
        let harness = try await GatewayHarness(upstreamPort: demo.port)
        let outcome = BigBody.exchange(bytes: 32 << 20, through: harness)
        #expect(outcome == BigBody.Outcome(up: 32 << 20, down: 32 << 20))
        await harness.stop()
        try await demo.shutdown()
    }

    /// Waits until a counter has stopped moving.
    private func isSteady(_ counter: Counter) -> Bool {
        var last = -1
        for _ in 0..<200 {
            if counter.value > 0, counter.value == last { return true }
            last = counter.value
            Pause.briefly()
        }
        return false
    }
}

private func format(_ count: Int) -> String {
    let digits = String(count)
    return String(repeating: " ", count: 8 - min(8, digits.count)) + digits
}
