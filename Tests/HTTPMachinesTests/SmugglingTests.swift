import HTTPMachines
import Testing

/// The families of request smuggling: each needs two readers that disagree about where a message ends, and is stopped by
/// refusing whatever has two readings.
@Suite struct SmugglingTests {
    private static let hidden = "GET /admin HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test(arguments: [
        // CL.TE and TE.CL
        "Content-Length: 6\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 6",
        "Content-Length: 6\r\nTransfer-Encoding: identity", "Content-Length: 0\r\nTransfer-encoding: CHUNKED",
        // TE.TE: one reader is made to overlook the coding
        "Transfer-Encoding: xchunked", "Transfer-Encoding : chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: x",
        "Transfer-Encoding:\u{b}chunked", "Transfer-Encoding: \u{0}chunked", "X: y\nTransfer-Encoding: chunked",
        " Transfer-Encoding: chunked", "Transfer-Encoding\n : chunked", "Transfer-Encoding: chunk",
        "Transfer-Encoding: chunked \u{c}", "Transfer\u{0}Encoding: chunked", "Transfer_Encoding: chunked",
        "Transfer-Encoding: 'chunked'", "Transfer-Encoding:\r\n chunked", "X: y\rTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked, identity", "Transfer-Encoding: identity, chunked", "Transfer-Encoding;: chunked",
        // CL.CL
        "Content-Length: 6\r\nContent-Length: 0", "Content-Length: 6, 0", "Content-Length: 06", "Content-Length: 6 0",
        "Content-Length: +6", "Content-Length: 6\u{0}", "Content-Length: 0x6", "Content Length: 6",
        "Content-Length : 6",
        "Content_Length: 6", "Content-Length: 6\r\n 0", "Content-Length: ", "Content-Length: 6e0",
        "Content-Length: 6.0",
        // The framing field is made to vanish at the next hop
        "Content-Length: 6\r\nConnection: Content-Length",
        "Transfer-Encoding: chunked\r\nConnection: transfer-encoding",
    ])
    func `a head with two framings is refused`(fields: String) {
        for text in [
            "POST / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n", "POST / HTTP/1.1\r\n\(fields)\r\nHost: a\r\n\r\n",
        ] {
            #expect(RequestReading(text + Self.hidden).violation != nil)
            #expect(RequestReading(text + Self.hidden, step: 1).violation != nil)
        }
    }

    @Test(arguments: [
        "0\r\n\r\n", "5\r\nhello\r\n0\r\n\r\n", "5;x\r\nhello\r\n0\r\nX: y\r\n\r\n",
    ])
    func `what follows a chunked body is the next request and nothing of it is body`(body: String) {
        let reading = BodyReading(Array((body + Self.hidden).utf8), framing: .chunked)
        #expect(reading.isEnded && reading.rest == Array(Self.hidden.utf8))
    }

    @Test(arguments: [
        "5\nhello\r\n0\r\n\r\n", "5\r\nhello0\r\n\r\n", "5;\nhello\r\n0\r\n\r\n", "5\r\nhello\r\n0\n\n",
        "5\r\nhello\r\n0\r\nX\r\n\r\n",
        "5\r\nhello\r\n\r\n0\r\n\r\n", "0005\u{0}\r\nhello\r\n0\r\n\r\n", "5\r\n\rhello\r\n0\r\n\r\n",
        "5, 5\r\nhello\r\n0\r\n\r\n",
        "100000000000000005\r\nhello\r\n0\r\n\r\n", "2;\r\nxx0\r\n\r\n", "0x0\r\n\r\n",
        "0\r\nContent-Length: 9\r\n\r\n",
    ])
    func `a chunked body with two readings is refused`(body: String) {
        #expect(BodyReading(Array((body + Self.hidden).utf8), framing: .chunked).violation != nil)
        #expect(BodyReading(Array((body + Self.hidden).utf8), framing: .chunked, step: 1).violation != nil)
    }

    @Test func `a request without framing has no body whatever follows`() {
        let text = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
        let reading = RequestReading(text + Self.hidden)
        #expect(reading.parse == .complete(headBytes: text.utf8.count))
        #expect(reading.head.framing == .none)
    }

    @Test func `a hostile upstream cannot desynchronise the connection`() {
        for fields in ["Content-Length: 5\r\nTransfer-Encoding: chunked", "Content-Length: 5\r\nContent-Length: 5"] {
            #expect(ResponseReading("HTTP/1.1 200 OK\r\n\(fields)\r\n\r\n").violation != nil)
            #expect(ResponseReading("HTTP/1.1 200 OK\r\n\(fields)\r\n\r\n", answering: .head).violation != nil)
        }
    }
}
