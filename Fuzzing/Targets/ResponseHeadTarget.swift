import HTTPMachines

/// A response head is read alike whole and byte by byte, whatever the request was.
enum ResponseHeadTarget {
    static func run(_ bytes: [UInt8]) -> Int32 {
        for method in [HTTPMethod.get, .head] {
            var whole = ResponseHead()
            var pieces = ResponseHead()
            let parse = self.parse(bytes, step: bytes.count, method, into: &whole)
            precondition(
                self.parse(bytes, step: 1, method, into: &pieces) == parse, "arrival in pieces changes nothing")
            guard case .complete(let headBytes) = parse else { continue }
            precondition(whole == pieces, "arrival in pieces reads the same head")
            precondition(headBytes <= bytes.count && (100...599).contains(whole.status), "the status is in range")
        }
        return 0
    }

    private static func parse(
        _ bytes: [UInt8], step: Int, _ method: HTTPMethod, into head: inout ResponseHead
    ) -> HeadParse {
        var parser = ResponseHeadParser()
        var table = FieldTable()
        var shown = 0
        var result = HeadParse.incomplete
        while shown < bytes.count, result == .incomplete {
            shown = min(bytes.count, shown + step)
            result = parser.parse(
                bytes.span.extracting(0..<shown), answering: method, into: &head, fields: &table)
        }
        return result
    }
}
