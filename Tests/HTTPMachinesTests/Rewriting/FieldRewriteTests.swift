import HTTPMachines
import Testing

@Suite struct FieldRewriteTests {
    /// The lines that go on, those of the rewrite behind the others.
    private static func lines(_ fields: String, _ rewrite: FieldRewrite) -> [String] {
        let bytes = Array("GET / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n".utf8)
        var parser = RequestHeadParser()
        var head = RequestHead()
        var table = FieldTable()
        guard case .complete = parser.parse(bytes.span, into: &head, fields: &table) else { return ["malformed"] }
        var drops = FieldDrops(kinds: KnownFieldSet(.host))
        rewrite.drop(from: table, of: bytes.span, into: &drops)
        var cursor = FieldCursor()
        var kept: [UInt8] = []
        while let run = table.nextKeptRun(&cursor, dropping: drops) { kept += bytes[run.offsets] }
        return String(decoding: kept + rewrite.lines, as: UTF8.self).split(separator: "\r\n").map(String.init)
    }

    @Test func `fields are removed, set and added`() throws {
        let rewrite = try FieldRewrite(
            .request, set: [("X-Stage", "live")], add: [("Accept", "a/b")], remove: ["X-Debug"])
        let lines = Self.lines(
            "Accept: */*\r\nx-debug: 1\r\nX-STAGE: test\r\nX_Stage: test\r\nX.Stage: test\r\nX-Stages: 1\r\n", rewrite)
        #expect(lines == ["Accept: */*", "X-Stages: 1", "X-Stage: live", "Accept: a/b"])
        #expect(!rewrite.isEmpty)
    }

    @Test func `nothing to change changes nothing`() throws {
        let rewrite = try FieldRewrite(.response)
        #expect(rewrite.isEmpty)
        #expect(Self.lines("A: b\r\n", rewrite) == ["A: b"])
    }

    @Test(
        arguments: [
            "Host", "content-length", "Content_Length", "Transfer-Encoding", "Connection", "Keep-Alive", "TE",
            "Trailer",
            "Upgrade", "Expect", "Authorization", "X-API-Key", "x_api_key", "Cookie", "Set-Cookie",
            "Proxy-Authorization",
            "WWW-Authenticate", "Gatehouse-Key-Id", "gatehouse_owner", "X-Forwarded-For", "X_Forwarded_For",
            "Forwarded",
            "X-Real-IP", "X-Consumer-Id", "X-Request-Id", "X-HTTP-Method-Override", "Remote-User",
        ], [FieldRewrite.Direction.request, .response])
    func `framing, credentials and identity are nobody's to change`(
        name: String, direction: FieldRewrite.Direction
    ) {
        #expect(throws: RewriteError.self) { try FieldRewrite(direction, remove: [name]) }
        #expect(throws: RewriteError.self) { try FieldRewrite(direction, set: [(name, "1")]) }
        #expect(throws: RewriteError.self) { try FieldRewrite(direction, add: [(name, "1")]) }
    }

    @Test(arguments: ["RateLimit", "RateLimit-Policy", "Deprecation", "Sunset", "Strict-Transport-Security"])
    func `what we say in answers is nobody's to change`(name: String) {
        #expect(throws: RewriteError.self) { try FieldRewrite(.response, remove: [name]) }
    }

    @Test func `a route's own credential fields are guarded`() {
        #expect(throws: RewriteError.self) { try FieldRewrite(.request, remove: ["X_Token"], guarding: ["x-token"]) }
    }

    @Test(arguments: ["", " a", "a ", "a\r\nb: c", "a\u{0}", "ä", String(repeating: "a", count: 4_097)])
    func `a value is printing ASCII`(value: String) throws {
        if value.isEmpty {
            #expect(try FieldRewrite(.request, set: [("A", value)]).lines == Array("A: \r\n".utf8))
        } else {
            #expect(throws: RewriteError.self) { try FieldRewrite(.request, set: [("A", value)]) }
        }
    }

    @Test(arguments: ["", "a b", "a:", "a\r\n", "ä"])
    func `a name is a token`(name: String) {
        #expect(throws: RewriteError.self) { try FieldRewrite(.request, remove: [name]) }
    }

    @Test func `there is a bound on what is changed`() {
        let names = (0...FieldRewrite.mostFields).map { "a\($0)" }
        #expect(throws: RewriteError.self) { try FieldRewrite(.request, remove: names) }
    }
}
