import HTTPMachines

/// A request head is read alike whole and byte by byte, and everything that is found lies inside it.
enum RequestHeadTarget {
    static func run(_ bytes: [UInt8]) -> Int32 {
        var whole = RequestHead()
        var pieces = RequestHead()
        let parse = self.parse(bytes, step: bytes.count, into: &whole)
        precondition(self.parse(bytes, step: 1, into: &pieces) == parse, "arrival in pieces changes nothing")
        guard case .complete(let headBytes) = parse else { return 0 }
        precondition(whole == pieces, "arrival in pieces reads the same head")
        precondition(headBytes <= bytes.count && whole.originForm.upperBound <= headBytes, "offsets lie in the head")
        precondition(!whole.host.isEmpty && !whole.path.isEmpty, "an accepted head has a host and a path")
        return 0
    }

    private static func parse(_ bytes: [UInt8], step: Int, into head: inout RequestHead) -> HeadParse {
        var parser = RequestHeadParser()
        var table = FieldTable()
        var shown = 0
        var result = HeadParse.incomplete
        while shown < bytes.count, result == .incomplete {
            shown = min(bytes.count, shown + step)
            result = parser.parse(bytes.span.extracting(0..<shown), into: &head, fields: &table)
        }
        if case .complete(let headBytes) = result { self.check(table, head: bytes.prefix(headBytes)) }
        return result
    }

    /// Kept runs follow one another and never reach beyond the field lines.
    private static func check(_ table: borrowing FieldTable, head: ArraySlice<UInt8>) {
        var cursor = FieldCursor()
        var (end, last) = (0, UInt8(0x0a))
        while let run = table.nextKeptRun(&cursor, dropping: FieldDrops(kinds: .droppedFromRequests)) {
            precondition(run.lowerBound >= end && run.upperBound <= head.count - 2, "runs come in order")
            if !run.isEmpty { last = head[run.upperBound - 1] }
            end = run.upperBound
        }
        precondition(last == 0x0a, "the last run ends with a line")
    }
}
