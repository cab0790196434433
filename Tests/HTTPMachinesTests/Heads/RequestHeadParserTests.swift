import HTTPMachines
import Testing

@Suite struct RequestHeadParserTests {
    private static let accepted: [String] = [
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.0\r\nHost: a\r\n\r\n",
        "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://A.example:8080/x?y HTTP/1.1\r\nHost: a.example:8080\r\n\r\n",
        "GET HTTPS://a/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "PROPFIND /a/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "M-SEARCH! /a HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a/b.c/...,p=1/~x/@:$&'()*+,=!-_ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a%20b/%C3%A9/%40%3a%25/x%25zz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /?a[]={b}|c^`\\\"<>'/?:@%00%2f HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /? HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost:a\r\nContent-Length: 0\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost:\t a \t\r\nContent-Length: 999999999999999999\r\n\r\n",
        "POST /a HTTP/1.1\r\nhost: a\r\ntransfer-ENCODING: Chunked\r\nTrailer: X\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX:\r\nY: \r\nZ: caf\u{e9}\t8bit\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: , close,,\tkeep-alive ,\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: [2001:db8::1]:443\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: my_service.local:65535\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-Continue\r\n\r\n",
    ]

    @Test(arguments: accepted) func `a head of the accepted grammar is read to its end`(text: String) {
        #expect(RequestReading(text).parse == .complete(headBytes: text.utf8.count))
    }

    @Test(arguments: RefusedHead.requests) func `a head that breaks a rule is refused by that rule`(row: RefusedHead) {
        #expect(RequestReading(row.bytes).violation == row.violation)
    }

    @Test(arguments: RefusedHead.requests) func `arrival byte by byte breaks the same rule`(row: RefusedHead) {
        #expect(RequestReading(row.bytes, step: 1).violation == row.violation)
        #expect(RequestReading(row.bytes, step: 7).violation == row.violation)
    }

    @Test(arguments: accepted) func `arrival byte by byte reads the same head`(text: String) {
        let whole = RequestReading(text)
        #expect(RequestReading(text, step: 1) == whole)
        #expect(RequestReading(text, step: 3) == whole)
        #expect(RequestReading(text + "GET /next", step: 1) == whole)
        #expect(RequestReading(text + "GET /next") == whole)
    }

    @Test(arguments: accepted) func `every prefix of a head is incomplete`(text: String) {
        let bytes = Array(text.utf8)
        for count in 0..<bytes.count {
            #expect(RequestReading(Array(bytes.prefix(count))).parse == .incomplete)
        }
    }

    @Test func `the parts of the request line lie where they stand`() {
        let text = "PATCH /a/b?c=d&e HTTP/1.1\r\nHost: example.com:8080\r\n\r\n"
        let head = RequestReading(text).head
        #expect(head.method == .patch)
        #expect(head.methodBytes.text(of: text) == "PATCH")
        #expect(head.target.text(of: text) == "/a/b?c=d&e")
        #expect(head.path.text(of: text) == "/a/b")
        #expect(head.query?.text(of: text) == "c=d&e")
        #expect(head.originForm.text(of: text) == "/a/b?c=d&e")
        #expect(head.host.text(of: text) == "example.com:8080")
        #expect(head.minorVersion == 1)
        #expect(!head.hasPathEscapes)
    }

    @Test func `an absolute target yields its origin form`() {
        let text = "GET http://a/b?c HTTP/1.1\r\nHost: A\r\n\r\n"
        let head = RequestReading(text).head
        #expect(head.originForm.text(of: text) == "/b?c")
        #expect(head.path.text(of: text) == "/b")
    }

    @Test func `escapes in the path are announced`() {
        #expect(RequestReading("GET /a%20b HTTP/1.1\r\nHost: a\r\n\r\n").head.hasPathEscapes)
        #expect(!RequestReading("GET /a?b;c%20 HTTP/1.1\r\nHost: a\r\n\r\n").head.hasPathEscapes)
    }

    @Test(arguments: [
        ("GET", HTTPMethod.get), ("HEAD", .head), ("OPTIONS", .options), ("POST", .post), ("PUT", .put),
        ("PATCH", .patch), ("DELETE", .delete), ("TRACE", .trace), ("GETS", .other), ("LINK", .other),
    ])
    func `methods are told apart by their exact letters`(text: String, method: HTTPMethod) {
        #expect(RequestReading("\(text) / HTTP/1.1\r\nHost: a\r\n\r\n").head.method == method)
    }

    @Test(arguments: [
        ("HTTP/1.1\r\nHost: a", true), ("HTTP/1.1\r\nHost: a\r\nConnection: Close", false),
        ("HTTP/1.1\r\nHost: a\r\nConnection: keep-alive", true),
        ("HTTP/1.1\r\nHost: a\r\nConnection: x\r\nConnection: close", false), ("HTTP/1.0\r\nHost: a", false),
        ("HTTP/1.0\r\nHost: a\r\nConnection: keep-alive", false),
    ])
    func `a connection lives on unless someone closes it`(rest: String, keepAlive: Bool) {
        #expect(RequestReading("GET / \(rest)\r\n\r\n").head.keepAlive == keepAlive)
    }

    @Test(arguments: [
        ("X: y", BodyFraming.none), ("Content-Length: 0", .length(0)), ("Content-Length: 42", .length(42)),
        ("Transfer-Encoding: chunked", .chunked),
    ])
    func `framing follows from the fields`(field: String, framing: BodyFraming) {
        #expect(RequestReading("GET / HTTP/1.1\r\nHost: a\r\n\(field)\r\n\r\n").head.framing == framing)
    }

    @Test(arguments: [
        ("1.1", "Content-Length: 1", true), ("1.1", "Transfer-Encoding: chunked", true),
        ("1.0", "Content-Length: 1", false),
        ("1.1", "Content-Length: 0", false), ("1.1", "X: y", false),
    ])
    func `an expectation counts only in HTTP 1_1 and with a body`(version: String, field: String, counts: Bool) {
        let text = "PUT / HTTP/\(version)\r\nHost: a\r\n\(field)\r\nExpect: 100-continue\r\n\r\n"
        #expect(RequestReading(text).head.expectsContinue == counts)
    }

    @Test func `a number between spaces is a length`() {
        for field in ["Content-Length:5", "Content-Length: 5", "Content-Length:   5  "] {
            #expect(RequestReading("POST / HTTP/1.1\r\nHost: a\r\n\(field)\r\n\r\n").head.framing == .length(5))
        }
    }

    @Test func `an upgrade is asked for by both fields`() {
        let both = "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
        #expect(RequestReading(both).head.wantsUpgrade)
        #expect(!RequestReading("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n").head.wantsUpgrade)
        #expect(!RequestReading("GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\n\r\n").head.wantsUpgrade)
    }

    @Test func `values are stripped of the white space around them`() {
        let text = "GET / HTTP/1.1\r\nHost: a\r\nX: \t b\t c \t\r\nY:   \r\n\r\n"
        let reading = RequestReading(text)
        #expect(reading.fields.map { $0.name.text(of: text) } == ["Host", "X", "Y"])
        #expect(reading.fields.map { $0.value.text(of: text) } == ["a", "b\t c", ""])
    }

    @Test func `fields that Connection names are marked`() {
        let text = "GET / HTTP/1.1\r\nX-A: 1\r\nHost: a\r\nConnection: x-a, close\r\nX-B: 1\r\nx-A: 2\r\n\r\n"
        #expect(RequestReading(text).fields.map(\.isNominated) == [true, false, false, false, true])
    }

    @Test func `limits hold to the byte`() {
        let head = Array("GET /1234567 HTTP/1.1\r\nHost: a\r\nA: 34567890123456789012345678901234\r\n\r\n".utf8)
        let exact = HeadLimits(maximumHeadBytes: head.count, maximumTargetBytes: 8, maximumFields: 2)
        #expect(RequestReading(head, limits: exact).parse == .complete(headBytes: head.count))
        #expect(RequestReading(head + head, limits: exact).parse == .complete(headBytes: head.count))
        var limits = exact
        limits.maximumHeadBytes -= 1
        #expect(RequestReading(head, limits: limits).violation == .headTooLarge)
        #expect(RequestReading(head, step: 1, limits: limits).violation == .headTooLarge)
        limits = exact
        limits.maximumTargetBytes -= 1
        #expect(RequestReading(head, limits: limits).violation == .targetTooLong)
        limits = exact
        limits.maximumFields -= 1
        #expect(RequestReading(head, limits: limits).violation == .tooManyFields)
    }

    @Test func `a parser is ready for the next head after a complete and after a refused one`() {
        var parser = RequestHeadParser()
        let good = Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        for _ in 0..<3 {
            #expect(RequestReading(good, step: 5, parser: &parser).parse == .complete(headBytes: good.count))
            #expect(!parser.isInsideHead)
            #expect(RequestReading(Array("GET / HTTP/1.1\r\n: x".utf8), step: 5, parser: &parser).violation != nil)
            #expect(!parser.isInsideHead)
        }
        #expect(RequestReading(Array("GET".utf8), step: 1, parser: &parser).parse == .incomplete)
        #expect(parser.isInsideHead)
        parser.reset()
        #expect(!parser.isInsideHead)
    }

    @Test func `pipelined heads follow one another`() {
        let one = "GET /1 HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\n"
        let bytes = Array((one + "GET /22 HTTP/1.1\r\nHost: a\r\n\r\n").utf8)
        #expect(RequestReading(bytes).parse == .complete(headBytes: one.utf8.count))
        let rest = RequestReading(Array(bytes.dropFirst(one.utf8.count)))
        #expect(rest.head.path.count == 3)
        #expect(rest.fields.count == 1)
    }
}
