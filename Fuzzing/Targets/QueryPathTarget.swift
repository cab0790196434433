import HTTPMachines

/// An accepted path has one reading, and every component of a query is shown within its bound.
enum QueryPathTarget {
    static func run(_ bytes: [UInt8]) -> Int32 {
        let query = ByteRange(start: 0, end: bytes.count)
        _ = QueryComponents.contains(query, of: bytes.span) { component in
            precondition(!component.isEmpty && component.count <= QueryComponents.longest, "a component is bounded")
            return false
        }
        let text = Array("GET /".utf8) + bytes + Array(" HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        var parser = RequestHeadParser()
        var head = RequestHead()
        var table = FieldTable()
        guard case .complete = parser.parse(text.span, into: &head, fields: &table) else { return 0 }
        self.checkSegments(of: head.path, in: text)
        return 0
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
