import HTTPMachines
import Testing

@Suite struct ResponseHeadParserTests {
    private static let accepted: [String] = [
        "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 \r\n\r\n", "HTTP/1.1 200\r\n\r\n",
        "HTTP/1.0 599 Caf\u{e9} au lait\tx\r\nA: b\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\nContent-Length: 12\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    ]

    static let refused: [RefusedHead] = [
        .init("\r\nHTTP/1.1 200 OK\r\n\r\n", .statusLineMalformed),
        .init("HTTP/1.1  200 OK\r\n\r\n", .statusLineMalformed),
        .init("HTTP/1.1200 OK\r\n\r\n", .statusLineMalformed), .init("HTTP/1.1 20 OK\r\n\r\n", .statusLineMalformed),
        .init("HTTP/1.1 2000 OK\r\n\r\n", .statusLineMalformed), .init("HTTP/1.1 099 OK\r\n\r\n", .statusLineMalformed),
        .init("HTTP/1.1 600 OK\r\n\r\n", .statusLineMalformed), .init("ICY 200 OK\r\n\r\n", .statusLineMalformed),
        .init("HTTP/1.1 200 O\u{0}K\r\n\r\n", .statusLineMalformed),
        .init("HTTP/1.1\t200 OK\r\n\r\n", .statusLineMalformed),
        .init("HTTP/2.0 200 OK\r\n\r\n", .versionUnsupported), .init("HTTP/1.3 200 OK\r\n\r\n", .versionUnsupported),
        .init("HTTP/1.1 101 Switching\r\n\r\n", .switchingProtocolsUnasked),
        .init("HTTP/1.1 200 OK\n\n", .bareLineFeed), .init("HTTP/1.1 200\n\n", .bareLineFeed),
        .init("HTTP\n", .bareLineFeed), .init("HTTP/1.1 200 OK\r\nA: b\n\r\n", .bareLineFeed),
        .init("HTTP/1.1 200 OK\rA: b\r\n\r\n", .bareCarriageReturn),
        .init("HTTP/1.1 200 OK\r\n A: b\r\n\r\n", .lineFolding),
        .init("HTTP/1.1 200 OK\r\nA : b\r\n\r\n", .fieldNameSpace),
        .init("HTTP/1.1 200 OK\r\nA: \u{1}\r\n\r\n", .fieldValueByteForbidden),
        .init("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n", .contentLengthRepeated),
        .init("HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\n", .contentLengthInvalid),
        .init("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", .framingConflict),
        .init("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", .transferEncodingUnknown),
        .init("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", .transferEncodingForbidden),
        .init("HTTP/1.1 204 No\r\nTransfer-Encoding: chunked\r\n\r\n", .transferEncodingForbidden),
        .init("HTTP/1.1 100 Go\r\nTransfer-Encoding: chunked\r\n\r\n", .transferEncodingForbidden),
        .init("HTTP/1.1 204 No\r\nContent-Length: 1\r\n\r\n", .contentLengthForbidden),
        .init("HTTP/1.1 103 Hint\r\nContent-Length: 1\r\n\r\n", .contentLengthForbidden),
        .init("HTTP/1.1 200 OK\r\nContent-Length:\t1\r\n\r\n", .contentLengthInvalid),
        .init("HTTP/1.1 200 OK\r\nTransfer_Encoding: chunked\r\n\r\n", .fieldNameLookalike),
        .init("HTTP/1.1 200 OK\r\nContent.Length: 5\r\n\r\n", .fieldNameLookalike),
        .init(
            "HTTP/1.1 200 OK\r\nConnection: Content-Length\r\nContent-Length: 1\r\n\r\n", .connectionNominatesFraming),
        .init("HTTP/1.1 200 OK\r\nA: \(String(repeating: "b", count: 16_384))\r\n\r\n", .headTooLarge),
        .init("HTTP/1.1 200 OK\r\n\(String(repeating: "A: b\r\n", count: 101))\r\n", .tooManyFields),
    ]

    @Test(arguments: accepted) func `a response of the accepted grammar is read however it arrives`(text: String) {
        let whole = ResponseReading(text)
        #expect(whole.parse == .complete(headBytes: text.utf8.count))
        #expect(ResponseReading(text, step: 1) == whole)
        #expect(ResponseReading(text + "body", step: 1) == whole)
    }

    @Test(arguments: refused) func `a response that breaks a rule is refused however it arrives`(row: RefusedHead) {
        #expect(ResponseReading(row.bytes).violation == row.violation)
        #expect(ResponseReading(row.bytes, step: 1).violation == row.violation)
    }

    @Test(arguments: [
        ("200 OK\r\nContent-Length: 5", HTTPMethod.get, BodyFraming.length(5)),
        ("200 OK\r\nContent-Length: 5", .head, .none),
        ("200 OK\r\nTransfer-Encoding: chunked", .get, .chunked),
        ("200 OK\r\nTransfer-Encoding: chunked", .head, .none),
        ("200 OK", .get, .untilClose), ("200 OK", .head, .none), ("204 No", .get, .none), ("304 Not", .get, .none),
        ("304 Not\r\nContent-Length: 5", .get, .none), ("100 Continue", .post, .none),
        ("404 Not\r\nContent-Length: 0", .post, .length(0)),
    ])
    func `framing follows from status, fields and the request`(rest: String, method: HTTPMethod, framing: BodyFraming) {
        #expect(ResponseReading("HTTP/1.1 \(rest)\r\n\r\n", answering: method).head.framing == framing)
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\nContent-Length: 5", true), ("HTTP/1.1 200 OK", false),
        ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close", false),
        ("HTTP/1.0 200 OK\r\nContent-Length: 5\r\nConnection: keep-alive", false),
        ("HTTP/1.1 204 No", true), ("HTTP/1.1 304 Not", true),
    ])
    func `only a response with an end leaves a connection to reuse`(head: String, keepAlive: Bool) {
        #expect(ResponseReading("\(head)\r\n\r\n").head.keepAlive == keepAlive)
    }

    @Test func `status, reason and fields lie where they stand`() {
        let text = "HTTP/1.1 404 Not Found\r\nServer: x\r\nRateLimit: y\r\nGatehouse-Key-Id: z\r\n\r\n"
        let reading = ResponseReading(text)
        #expect(reading.head.status == 404)
        #expect(reading.head.reason.text(of: text) == "Not Found")
        #expect(!reading.head.isInterim)
        #expect(reading.fields.map(\.known) == [.server, .rateLimit, .gatehouse])
        #expect(ResponseReading("HTTP/1.1 103 Early\r\n\r\n").head.isInterim)
    }
}
