import HTTPMachines
import TestKit
import Testing

/// Random and damaged input: nothing traps, offsets stay inside the bytes, and arrival in pieces changes nothing.
@Suite struct RandomInputTests {
    private static let seeds: [String] = [
        "GET /a/b?c=d HTTP/1.1\r\nHost: example.com\r\nUser-Agent: x\r\nAccept: */*\r\n\r\n",
        "POST /%20,a HTTP/1.1\r\nHost: [::1]:80\r\nTransfer-Encoding: chunked\r\nConnection: x, close\r\nX: y\r\n\r\n",
        "\r\nPUT http://a/b HTTP/1.0\r\nhost: A\r\nContent-Length: 12\r\nExpect: 100-continue\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: a\r\nX-Consumer-Id: b\r\ngatehouse-x: c\r\n\r\n",
    ]

    private static let chunked = "5;a\r\nhello\r\n0010\r\n0123456789abcdef\r\n0\r\nX-A: b\r\nX-C:\td\r\n\r\n"

    /// One to four small damages: another byte, one less, one more, a piece twice.
    private func damaged(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        let telling = Array("\r\n :\t\u{0}/%.;,0".utf8)
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let index = Int.random(in: 0..<bytes.count, using: &random)
            let byte =
                Bool.random(using: &random)
                ? telling[Int.random(in: 0..<telling.count, using: &random)] : UInt8.random(in: 0...255, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[index] = byte
            case 1: bytes.remove(at: index)
            case 2: bytes.insert(byte, at: index)
            default: bytes.insert(contentsOf: bytes[index...].prefix(9), at: index)
            }
        }
        return bytes
    }

    private func expectInside(_ reading: RequestReading, _ bytes: [UInt8]) {
        guard case .complete(let headBytes) = reading.parse else { return }
        let head = reading.head
        let ranges = [head.methodBytes, head.target, head.path, head.originForm, head.host, head.query ?? .empty]
        let fields = reading.fields.flatMap { [$0.name, $0.value] }
        #expect(headBytes <= bytes.count)
        #expect((ranges + fields).allSatisfy { $0.upperBound <= headBytes })
        #expect(!head.path.isEmpty && !head.host.isEmpty && reading.fields.allSatisfy { !$0.name.isEmpty })
    }

    @Test func `damaged request heads are read alike whole and in pieces`() {
        var random = SeededGenerator(seed: 1)
        var completed = 0
        for round in 0..<12_000 {
            let bytes = self.damaged(Array(Self.seeds[round % Self.seeds.count].utf8), &random)
            let whole = RequestReading(bytes)
            self.expectInside(whole, bytes)
            let pieces = RequestReading(bytes, step: Int.random(in: 1...9, using: &random))
            #expect(pieces.parse == whole.parse)
            if case .complete = whole.parse {
                completed += 1
                #expect(pieces == whole)
            }
        }
        #expect(completed > 1_000)
    }

    @Test func `damaged response heads are read alike whole and in pieces`() {
        var random = SeededGenerator(seed: 2)
        let seeds = [
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nServer: x\r\n\r\n",
            "HTTP/1.0 304 Not Modified\r\nConnection: a\r\nA: b\r\n\r\n", "HTTP/1.1 103\r\nLink: x\r\n\r\n",
        ]
        for round in 0..<8_000 {
            let bytes = self.damaged(Array(seeds[round % seeds.count].utf8), &random)
            let whole = ResponseReading(bytes)
            let pieces = ResponseReading(bytes, step: Int.random(in: 1...9, using: &random))
            #expect(pieces.parse == whole.parse)
            guard case .complete(let headBytes) = whole.parse else { continue }
            #expect(pieces == whole)
            #expect(whole.head.reason.upperBound <= headBytes && (100...599).contains(whole.head.status))
        }
    }

    @Test func `damaged chunked bodies are read alike whole and in pieces`() {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<12_000 {
            let bytes = self.damaged(Array(Self.chunked.utf8), &random)
            let limits = BodyLimits(maximumBodyBytes: 64, maximumTrailerBytes: 40, maximumExtensionBytes: 4)
            let whole = BodyReading(bytes, framing: .chunked, limits: limits)
            let pieces = BodyReading(
                bytes, framing: .chunked, step: Int.random(in: 1...5, using: &random), limits: limits)
            #expect(pieces.violation == whole.violation && pieces.isEnded == whole.isEnded && pieces.data == whole.data)
            #expect(whole.data.count <= 64 && whole.trailers.count <= 40)
        }
    }

    @Test func `random bytes never trap`() {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<10_000 {
            let bytes = random.bytes(Int.random(in: 0...200, using: &random))
            self.expectInside(RequestReading(bytes, step: 13), bytes)
            self.expectInside(RequestReading(Array("GET /".utf8) + bytes, step: 50), Array("GET /".utf8) + bytes)
            _ = ResponseReading(Array("HTTP/1.1 200 ".utf8) + bytes, step: 17)
            _ = BodyReading(bytes, framing: .chunked, step: 19)
            _ = BodyReading(Array("f\r\n".utf8) + bytes, framing: .chunked)
        }
    }

    @Test func `whatever path is accepted has no dot segment in any decoding`() {
        var random = SeededGenerator(seed: 6)
        let pieces = [
            "/", ".", "..", "%2e", "%2f", "%5c", ";", "a", "%20", "%25", "2e", "2f", "\\", "%", "?", "//", "%00",
        ]
        var accepted = 0
        for _ in 0..<20_000 {
            let path =
                "/"
                + (0..<Int.random(in: 0...6, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
                .joined()
            let text = "GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n"
            let reading = RequestReading(text)
            guard case .complete = reading.parse else { continue }
            accepted += 1
            var decoded = reading.head.path.text(of: text)
            for _ in 0..<3 { decoded = Self.decodeOnce(decoded) }
            let segments = decoded.split(separator: "/", omittingEmptySubsequences: false).map {
                $0.prefix { $0 != ";" }
            }
            #expect(!segments.contains(".") && !segments.contains("..") && !decoded.contains("\\"))
            #expect(!segments.dropFirst().dropLast().contains(""))
        }
        #expect(accepted > 500)
    }

    private static func decodeOnce(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var output: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let digits = bytes[index...].dropFirst().prefix(2)
            if bytes[index] == 0x25, digits.count == 2,
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
            {
                output.append(value)
                index += 3
            } else {
                output.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
