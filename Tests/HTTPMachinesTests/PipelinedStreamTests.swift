import HTTPMachines
import TestKit
import Testing

/// Requests made at random from the accepted grammar, sent one behind the other in pieces of any size: each comes out as
/// it went in, and none takes a byte of its neighbour.
@Suite struct PipelinedStreamTests {
    private struct Request: Equatable {
        var method = ""
        var path = ""
        var fields: [[String]] = []
        var body: [UInt8] = []
        var trailers = ""
    }

    /// A request and its bytes.
    private func make(_ random: inout SeededGenerator) -> (Request, [UInt8]) {
        var request = Request()
        request.method = random.pick(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"])
        let segments = (0...random.number(below: 4)).map { _ in
            random.pick(["a", "orders", "x%20y", "7", "a:b", "%C3%A9", "~", "a.b"])
        }
        request.path = "/" + segments.joined(separator: "/") + random.pick(["", "", "/"])
        request.fields = [["Host", random.pick(["a", "api.example.com:8080", "[::1]"])]]
        for _ in 0..<random.number(below: 6) {
            let value = random.pick(["", "x", "a, b; c=\"d\"", "\u{e9}\u{fc}", String(repeating: "v", count: 300)])
            request.fields.append([random.pick(["Accept", "X-A", "x-b_c", "If-Match", "User-Agent", "Cookie"]), value])
        }
        request.body = random.bytes(random.pick([0, 0, 1, 7, 300]))
        var wire: [UInt8] = []
        switch random.number(below: 3) {
        case 0:
            request.body = []
        case 1:
            request.fields.append(["Content-Length", String(request.body.count)])
            wire = request.body
        default:
            request.fields.append(["Transfer-Encoding", "chunked"])
            wire = self.chunks(of: request.body, &random)
            request.trailers = random.pick(["", "X-Sum: 1\r\n"])
            wire += Array("0\r\n\(request.trailers)\r\n".utf8)
        }
        var head = "\(request.method) \(request.path) HTTP/1.1\r\n"
        for field in request.fields {
            let tab = field[0] == "Content-Length" ? "" : "\t"
            let (before, behind) = (random.pick(["", " ", "\(tab) ", "   "]), random.pick(["", " ", " \(tab)"]))
            head += "\(field[0]):\(before)\(field[1])\(behind)\r\n"
        }
        return (request, Array("\(head)\r\n".utf8) + wire)
    }

    private func chunks(of body: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var wire: [UInt8] = []
        var index = 0
        while index < body.count {
            let size = min(1 + random.number(below: 40), body.count - index)
            let digits = String(repeating: "0", count: random.number(below: 4)) + String(size, radix: 16)
            wire += Array("\(digits)\(random.pick(["", ";x", ";a=b"]))\r\n".utf8)
            wire += body[index..<index + size] + [13, 10]
            index += size
        }
        return wire
    }

    /// Reads requests out of bytes that arrive in random pieces.
    private func read(_ wire: [UInt8], _ random: inout SeededGenerator) -> [Request] {
        var parser = RequestHeadParser()
        var head = RequestHead()
        var table = FieldTable()
        var found: [Request] = []
        var body: BodyReader?
        var buffer: [UInt8] = []
        var arrived = 0
        while true {
            let isDone: Bool
            if var reader = body {
                isDone = !self.readBody(&reader, &buffer, into: &found[found.count - 1])
                body = reader.isEnded ? nil : reader
            } else if case .complete(let count) = parser.parse(buffer.span, into: &head, fields: &table) {
                var request = Request()
                request.method = head.methodBytes.text(of: buffer)
                request.path = head.path.text(of: buffer)
                for index in 0..<table.count {
                    request.fields.append([table[index].name.text(of: buffer), table[index].value.text(of: buffer)])
                }
                found.append(request)
                body = BodyReader(head.framing)
                buffer.removeFirst(count)
                isDone = false
            } else {
                isDone = true
            }
            guard isDone else { continue }
            guard arrived < wire.count else { return found }
            let count = min(1 + random.number(below: 90), wire.count - arrived)
            buffer += wire[arrived..<arrived + count]
            arrived += count
        }
    }

    /// Returns whether there may be more in the buffer.
    private func readBody(_ reader: inout BodyReader, _ buffer: inout [UInt8], into request: inout Request) -> Bool {
        switch reader.next(buffer.span) {
        case .needMore(let consumed):
            buffer.removeFirst(consumed)
            return false
        case .data(let range):
            request.body += buffer[range.offsets]
            buffer.removeFirst(range.upperBound)
            return true
        case .end(let consumed, let trailers):
            request.trailers = String(decoding: buffer[trailers.offsets], as: UTF8.self)
            buffer.removeFirst(consumed)
            return true
        case .refused(let violation):
            Issue.record("\(violation)")
            buffer = []
            return false
        }
    }

    @Test func `what is sent in any pieces comes out request by request`() {
        var random = SeededGenerator(seed: 2_026)
        for _ in 0..<400 {
            let made = (0..<5).map { _ in self.make(&random) }
            #expect(self.read(made.flatMap(\.1), &random) == made.map(\.0))
        }
    }

    @Test func `a control byte anywhere in a head is never read over`() {
        var random = SeededGenerator(seed: 9)
        let controls = (UInt8(0)..<0x20).filter { ![0x09, 0x0a, 0x0d].contains($0) } + [0x7f]
        for _ in 0..<3_000 {
            var (request, wire) = self.make(&random)
            request.body = []
            let end = wire.indices.first { wire[$0...].starts(with: [13, 10, 13, 10]) } ?? 0
            wire.removeSubrange((end + 4)...)
            let index = random.number(below: wire.count)
            wire[index] = random.pick(controls)
            let reading = RequestReading(wire)
            #expect(reading.violation != nil, "\(index) of \(request.path)")
        }
    }

    @Test func `a line end that is not CRLF, anywhere in a head, is never read over`() {
        var random = SeededGenerator(seed: 10)
        for _ in 0..<3_000 {
            var (_, wire) = self.make(&random)
            let end = wire.indices.first { wire[$0...].starts(with: [13, 10, 13, 10]) } ?? 0
            let index = 1 + random.number(below: end + 3)
            let byte: UInt8 = random.oneIn(2) ? 0x0a : 0x0d
            // A CR directly before CRLF and an LF directly behind one are line ends of their own kind: also refused.
            wire.insert(byte, at: index)
            #expect(RequestReading(wire).parse != .complete(headBytes: end + 5))
        }
    }
}
