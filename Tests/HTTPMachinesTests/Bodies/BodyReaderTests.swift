import HTTPMachines
import TestKit
import Testing

@Suite struct BodyReaderTests {
    static let limits = BodyLimits(
        maximumBodyBytes: 1_000, maximumTrailerBytes: 64, maximumExtensionBytes: 8, maximumExtensionBytesTotal: 20)

    static let refused: [RefusedHead] =
        [
            .init("\r\n", .chunkSizeInvalid), .init(" 5\r\nhello\r\n", .chunkSizeInvalid),
            .init("5 \r\nhello\r\n", .chunkSizeInvalid),
            .init("0x5\r\nhello\r\n", .chunkSizeInvalid), .init("-1\r\n", .chunkSizeInvalid),
            .init("+1\r\n", .chunkSizeInvalid),
            .init("g\r\n", .chunkSizeInvalid), .init("5_\r\n", .chunkSizeInvalid), .init(";a\r\n", .chunkSizeInvalid),
            .init("5\t;a\r\n", .chunkSizeInvalid),
            .init("00000000000000005\r\nhello\r\n", .chunkSizeTooLarge),
            .init("10000000000000000\r\n", .chunkSizeTooLarge),
            .init("ffffffffffffffff\r\n", .bodyTooLarge), .init("3e9\r\n", .bodyTooLarge),
            .init("5\r\nhello\r\n3e4\r\n", .bodyTooLarge),
            .init("5\nhello\r\n", .bareLineFeed), .init("\n", .bareLineFeed), .init("5;a\nhello", .bareLineFeed),
            .init("5\rhello", .bareCarriageReturn), .init("5;a\rb\r\n", .bareCarriageReturn),
            .init("5;a\u{0}\r\n", .chunkExtensionInvalid), .init("5;é\r\n", .chunkExtensionInvalid),
            .init("5;123456789\r\n", .chunkExtensionTooLarge),
            .init("1;1234567\r\na\r\n1;1234567\r\na\r\n1;1234567\r\n", .chunkExtensionTooLarge),
            .init("5\r\nhello!\r\n", .chunkEndMalformed), .init("5\r\nhello\n", .chunkEndMalformed),
            .init("5\r\nhello\r0", .chunkEndMalformed), .init("3\r\nhello\r\n", .chunkEndMalformed),
            .init("0\r\nA: b\n\r\n", .bareLineFeed), .init("0\r\n\n", .bareLineFeed),
            .init("0\r\n\rx", .bareCarriageReturn),
            .init("0\r\n A: b\r\n\r\n", .lineFolding), .init("0\r\nA : b\r\n\r\n", .fieldNameSpace),
            .init("0\r\nGET / HTTP/1.1\r\n", .fieldNameSpace),
        ]
        + [
            "Content-Length: 5", "Transfer-Encoding: chunked", "Host: a", "Authorization: x", "Gatehouse-Key-Id: x",
            "gatehouse_key_id: x", "X-Unkey-Principal: x", "Content-Type: x", "content_encoding: x", "Cache-Control: x",
            "If-Match: x", "Set-Cookie: a", "Connection: close", "TE: x", "RateLimit: x", "Trailer: x",
            "Max-Forwards: 1",
            "Age: 1", "Vary: a", "Range: a", "Pragma: a", "Expires: a", "Location: a", "transfer_encoding: chunked",
            "content.length: 5", "Transfer~Encoding: chunked", "if_match: x", "content_digest: x",
        ].map { .init("0\r\n\($0)\r\n\r\n", .trailerForbidden) } + [
            .init("0\r\nA: " + String(repeating: "b", count: 64) + "\r\n\r\n", .trailersTooLarge)
        ]

    @Test(arguments: refused) func `a chunked body that breaks a rule is refused however it arrives`(row: RefusedHead) {
        #expect(BodyReading(row.bytes, framing: .chunked, limits: Self.limits).violation == row.violation)
        #expect(BodyReading(row.bytes, framing: .chunked, step: 1, limits: Self.limits).violation == row.violation)
    }

    @Test(arguments: [
        ("0\r\n\r\n", "", ""), ("5\r\nhello\r\n0\r\n\r\n", "hello", ""),
        ("000A\r\n0123456789\r\n00\r\n\r\n", "0123456789", ""),
        ("1;a=\"b\"\r\na\r\n1\r\nb\r\n0;x\r\n\r\n", "ab", ""),
        ("a;\r\n\r\n0\r\n\r\n0\r\n\r\n0;\r\n\r\n", "\r\n0\r\n\r\n0\r\n", ""),
        ("1\r\na\r\n0\r\nX-Sum: 1\r\nGrpc-Status: 0\r\n\r\n", "a", "X-Sum: 1\r\nGrpc-Status: 0\r\n"),
        ("1\r\na\r\n0\r\nContent-Digest: x\r\n\r\n", "a", "Content-Digest: x\r\n"),
    ])
    func `a chunked body yields its data and trailers however it arrives`(text: String, data: String, trailers: String)
    {
        for step in [1, 2, 3, 7, Int.max] {
            let reading = BodyReading(Array((text + "NEXT").utf8), framing: .chunked, step: step)
            #expect(String(decoding: reading.data, as: UTF8.self) == data)
            #expect(String(decoding: reading.trailers, as: UTF8.self) == trailers)
            #expect(reading.isEnded && reading.rest == Array("NEXT".utf8))
        }
    }

    @Test func `a counted body ends at its count`() {
        for step in [1, 3, Int.max] {
            let reading = BodyReading(Array("helloNEXT".utf8), framing: .length(5), step: step)
            #expect(reading.data == Array("hello".utf8) && reading.rest == Array("NEXT".utf8) && reading.isEnded)
        }
        #expect(BodyReading(Array("NEXT".utf8), framing: .length(0)).rest == Array("NEXT".utf8))
        #expect(BodyReading(Array("NEXT".utf8), framing: .none).rest == Array("NEXT".utf8))
    }

    private func step(_ reader: inout BodyReader, _ bytes: [UInt8]) -> BodyStep { reader.next(bytes.span) }

    @Test func `a body without length ends when the connection does`() {
        var reader = BodyReader(.untilClose)
        #expect(self.step(&reader, [1, 2, 3]) == .data(ByteRange(start: 0, end: 3)))
        #expect(self.step(&reader, []) == .needMore(consumed: 0))
        #expect(!reader.isEnded)
        #expect(reader.inputClosed() == .end(consumed: 0, trailers: .empty))
        #expect(reader.isEnded)
    }

    @Test(arguments: [BodyFraming.length(4), .chunked]) func `a body cut short is a truncation`(framing: BodyFraming) {
        var reader = BodyReader(framing)
        _ = self.step(&reader, [0x31])
        #expect(reader.inputClosed() == .refused(.bodyTruncated))
        #expect(self.step(&reader, [0x31]) == .refused(.bodyTruncated))
    }

    @Test func `a whole body survives the end of the connection`() {
        var reader = BodyReader(.length(1))
        #expect(self.step(&reader, [7]) == .data(ByteRange(start: 0, end: 1)))
        #expect(reader.inputClosed() == .end(consumed: 0, trailers: .empty))
    }

    @Test func `a body above the limit is refused before its first byte`() {
        #expect(BodyReading([1], framing: .length(1_001), limits: Self.limits).violation == .bodyTooLarge)
        #expect(BodyReading([UInt8](repeating: 1, count: 1_000), framing: .length(1_000), limits: Self.limits).isEnded)
        let long = [UInt8](repeating: 1, count: 1_001)
        #expect(BodyReading(long, framing: .untilClose, limits: Self.limits).violation == .bodyTooLarge)
    }

    @Test func `what is written canonically is read back whatever the sizes and the arrival`() {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<300 {
            var wire: [UInt8] = []
            var data: [UInt8] = []
            for _ in 0..<Int.random(in: 0...5, using: &random) {
                let chunk = random.bytes(Int.random(in: 1...300, using: &random))
                ChunkPrefix(UInt64(chunk.count)).withUnsafeBytes { wire += $0 }
                wire += chunk
                ChunkPrefix.lineEnd.withUTF8Buffer { wire += $0 }
                data += chunk
            }
            ChunkPrefix.end.withUTF8Buffer { wire += $0 }
            let reading = BodyReading(wire, framing: .chunked, step: Int.random(in: 1...64, using: &random))
            #expect(reading.data == data && reading.isEnded && reading.rest.isEmpty)
        }
    }

    @Test(
        arguments: [
            (1, "1\r\n"), (9, "9\r\n"), (10, "A\r\n"), (15, "F\r\n"), (16, "10\r\n"), (255, "FF\r\n"),
            (16_384, "4000\r\n"),
            (.max, "FFFFFFFFFFFFFFFF\r\n"),
        ] as [(UInt64, String)])
    func `a chunk size is written without leading zeros`(size: UInt64, text: String) {
        #expect(ChunkPrefix(size).withUnsafeBytes { String(decoding: $0, as: UTF8.self) } == text)
    }
}
