import HTTPMachines
import Testing

@Suite struct BodyTrustTests {
    private func head(_ method: String, _ field: String = "Content-Length: 1") -> RequestHead {
        RequestReading("\(method) / HTTP/1.1\r\nHost: a\r\n\(field)\r\n\r\n").head
    }

    @Test(arguments: ["POST", "PUT", "PATCH"]) func `a body that servers expect leaves the connection open`(
        method: String
    ) {
        #expect(!BodyTrust().closes(behind: self.head(method)))
        #expect(!BodyTrust().closes(behind: self.head(method, "Transfer-Encoding: chunked")))
    }

    @Test(arguments: ["GET", "HEAD", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "BREW"])
    func `behind a body that servers overlook the connection is closed`(method: String) {
        #expect(BodyTrust().closes(behind: self.head(method)))
        #expect(BodyTrust().closes(behind: self.head(method, "Transfer-Encoding: chunked")))
        #expect(!BodyTrust().closes(behind: self.head(method, "Content-Length: 0")))
        #expect(!BodyTrust().closes(behind: self.head(method, "X: y")))
    }

    @Test func `an upstream that has answered a body gets no more bodies on a connection that goes on`() {
        var trust = BodyTrust()
        let answersBody = trust.noteUnasked(Array("HTTP/1.1 404 Not Found\r\n".utf8).span)
        #expect(answersBody)
        #expect(trust.closes(behind: self.head("POST")))
        #expect(!trust.closes(behind: self.head("POST", "Content-Length: 0")))
        #expect(!trust.closes(behind: self.head("GET", "X: y")))
    }

    @Test func `an upstream that is said not to read bodies is never trusted`() {
        #expect(BodyTrust(readsBodies: false).closes(behind: self.head("POST")))
    }

    @Test(arguments: [
        ("HTTP/1.1 408 Request Timeout\r\n", false), ("HTTP/1.0 408", false), ("HTTP/1.1 40", true), ("x", true),
        ("HTTP/2 408 Not", true), ("HTTP/1.1 200 OK", true),
    ])
    func `only a server that is tired of waiting keeps its trust`(bytes: String, isLost: Bool) {
        var trust = BodyTrust()
        let answersBody = trust.noteUnasked(Array(bytes.utf8).span)
        #expect(answersBody == isLost && trust.isLost == isLost)
    }
}
