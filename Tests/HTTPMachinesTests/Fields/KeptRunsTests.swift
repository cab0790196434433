import HTTPMachines
import Testing

@Suite struct KeptRunsTests {
    private static let text = """
        GET / HTTP/1.1\r
        Host: a\r
        Connection: x-hop, close\r
        Accept: b\r
        X-Hop: c\r
        Authorization: Bearer d\r
        gatehouse_key-ID: e\r
        X_Consumer_Name: f\r
        X-Forwarded-For: g\r
        Forwarded: for=g\r
        X-HTTP-Method-Override: DELETE\r
        Content-Length: 1\r
        Transfer_Coding: h\r
        Cookie: i\r
        \r
        Z
        """

    /// The runs that are kept of a head, each as text.
    private func runs(of text: String, dropping drops: FieldDrops) -> [String] {
        let bytes = Array(text.utf8)
        var parser = RequestHeadParser()
        var head = RequestHead()
        var table = FieldTable()
        guard case .complete = parser.parse(bytes.span, into: &head, fields: &table) else { return [] }
        var cursor = FieldCursor()
        var runs: [String] = []
        while let run = table.nextKeptRun(&cursor, dropping: drops) { runs.append(run.text(of: bytes)) }
        return runs
    }

    @Test func `what ends at this hop and what a client may not claim is left out of the runs`() {
        var drops = FieldDrops(kinds: .droppedFromRequests)
        drops.insert(4)
        #expect(
            self.runs(of: Self.text, dropping: drops) == [
                "Host: a\r\n", "Accept: b\r\n",
                "Content-Length: 1\r\nTransfer_Coding: h\r\nCookie: i\r\n",
            ])
    }

    @Test func `nothing dropped is one run, everything dropped is none`() {
        let text = "GET / HTTP/1.1\r\nHost: a\r\nB: c\r\n\r\n"
        #expect(self.runs(of: text, dropping: FieldDrops(kinds: [])) == ["Host: a\r\nB: c\r\n"])
        var all = FieldDrops(kinds: KnownFieldSet(.host))
        all.insert(1)
        #expect(self.runs(of: text, dropping: all) == [])
    }

    @Test func `the last line can be the dropped one`() {
        let text = "GET / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\n\r\n"
        #expect(self.runs(of: text, dropping: FieldDrops(kinds: .droppedFromRequests)) == ["Host: a\r\n"])
    }

    @Test func `the runs and the dropped lines together are the whole section`() {
        for mask in 0..<16 {
            let text = "GET / HTTP/1.1\r\nHost: a\r\nB: bb\r\nC:\r\nD: d \r\n\r\n"
            let lines = ["Host: a\r\n", "B: bb\r\n", "C:\r\n", "D:d\r\n"]
            var drops = FieldDrops(kinds: [])
            for index in 0..<4 where mask >> index & 1 == 1 { drops.insert(index) }
            let kept = (0..<4).filter { mask >> $0 & 1 == 0 }.map { lines[$0] }
            #expect(self.runs(of: text, dropping: drops).joined() == kept.joined())
        }
    }

    @Test(arguments: [
        ("A:b", "A:b"), ("A: b", "A: b"), ("A:", "A:"), ("A: ", "A: "), ("A:\tb", "A:b"), ("A:  b", "A:b"),
        ("A: b ", "A:b"), ("A: b\t", "A:b"), ("A: \t b c\td \t ", "A:b c\td"), ("A:  ", "A:"), ("A:\t", "A:"),
    ])
    func `white space around a value that servers do not agree on is left out`(line: String, forwarded: String) {
        for (before, behind) in [("", ""), ("X: y\r\n", ""), ("", "X: y\r\n"), ("X:  y\r\n", "\(line)\r\nY: z\r\n")] {
            let text = "GET / HTTP/1.1\r\n\(before)\(line)\r\n\(behind)Host: a\r\n\r\n"
            let expected = "\(before)\(forwarded)\r\n\(behind)Host: a\r\n"
                .replacing("X:  y", with: "X:y").replacing("\r\n\(line)\r\nY", with: "\r\n\(forwarded)\r\nY")
            #expect(self.runs(of: text, dropping: FieldDrops(kinds: [])).joined() == expected)
            // A dropped neighbour takes nothing along.
            let kept = self.runs(of: text, dropping: FieldDrops(kinds: KnownFieldSet(.host))).joined()
            #expect(kept + "Host: a\r\n" == expected)
        }
    }

    @Test func `fields are found by kind and by name`() {
        let bytes = Array(Self.text.utf8)
        var parser = RequestHeadParser()
        var head = RequestHead()
        var table = FieldTable()
        _ = parser.parse(bytes.span, into: &head, fields: &table)
        let name = Array("accept".utf8)
        let found = [0, 3, 300].map { table.firstIndex(named: name.span, in: bytes.span, from: $0) }
        #expect(found == [2, nil, nil])
        let byKind = [0, 5].map { table.firstIndex(of: .authorization, from: $0) }
        #expect(byKind == [4, nil])
        table.releaseStorage()
        let isEmpty = table.count == 0 && table.firstIndex(of: .host) == nil
        #expect(isEmpty)
        _ = parser.parse(bytes.span, into: &head, fields: &table)
        let count = table.count
        #expect(count == 13)
    }
}
