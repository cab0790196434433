import Admission
import HTTPMachines
import Keys

/// An accepted path has one reading, and decoding a query never yields more bytes than it has.
enum QueryPathTarget {
    static func run(_ bytes: [UInt8]) -> Int32 {
        let query = ByteRange(start: 0, end: bytes.count)
        for times in 0...2 { self.decode(query, of: bytes, times: times) }
        let text = Array("GET /".utf8) + bytes + Array(" HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        var parser = RequestHeadParser()
        var head = RequestHead()
        var table = FieldTable()
        guard case .complete = parser.parse(text.span, into: &head, fields: &table) else { return 0 }
        self.checkSegments(of: head.path, in: text)
        return 0
    }

    private static func decode(_ query: ByteRange, of bytes: [UInt8], times: Int) {
        var decoded = DecodedBytes(query, times: times)
        var search = TokenSearch()
        var count = 0
        while let byte = decoded.next(in: bytes.span) {
            count += 1
            guard search.see(byte) else { continue }
            precondition(search.withToken { TokenParts($0) != nil }, "what is found is a token")
        }
        precondition(times == 0 ? count == bytes.count : count <= bytes.count, "decoding adds nothing")
    }

    private static func checkSegments(of path: ByteRange, in text: [UInt8]) {
        guard text[path.lowerBound] == 0x2f else { return }
        let dot = Array(".".utf8)
        let dots = Array("..".utf8)
        var segments = PathSegments(path)
        while let segment = segments.next(in: text.span) {
            precondition(segment.upperBound <= path.upperBound, "a segment lies in its path")
            precondition(!segment.isEmpty || segment.upperBound == path.upperBound, "only the last segment is empty")
            precondition(!PathSegments.equals(segment, of: text.span, literal: dot.span), "no segment is a dot")
            precondition(!PathSegments.equals(segment, of: text.span, literal: dots.span), "no segment is two dots")
        }
    }
}
