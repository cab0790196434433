import TestKit
import Testing
import VerifyAPI

@Suite struct LeakMatchesTests {
    @Test func `a report is read with what it adds passed over`() {
        let body = """
            [{"type":"gatehouse_key","token":"gk_live_1","url":"https://example.com/a","source":"commit","new":[{"a":null}]},
             {"token":"gk_live_2","type":"gatehouse_key","url":""}]
            """
        let matches = LeakMatches(Array(body.utf8))?.matches ?? []
        #expect(matches.map { String(decoding: $0.token, as: UTF8.self) } == ["gk_live_1", "gk_live_2"])
        #expect(matches.map(\.source) == ["commit", "unknown"] && matches.map(\.url) == ["https://example.com/a", ""])
    }

    @Test(arguments: [
        "", "{}", "[1]", "[{}]", "[{\"token\":\"a\"}]", "[{\"token\":1,\"type\":\"a\"}]",
        "[{\"token\":\"a\",\"type\":\"b\"}",
        "[{\"token\":\"a\",\"token\":\"b\",\"type\":\"c\"}]", "[{\"token\":\"a\",\"type\":\"b\",\"x\":{\"y\":}}]",
    ]) func `what is no report is none`(body: String) {
        #expect(LeakMatches(Array(body.utf8)) == nil)
    }

    @Test func `a report has an end`() {
        let report = { (count: Int) in
            Array("[\((0..<count).map { _ in "{\"token\":\"a\",\"type\":\"b\"}" }.joined(separator: ","))]".utf8)
        }
        #expect(LeakMatches(report(LeakMatches.most))?.matches.count == LeakMatches.most)
        #expect(LeakMatches(report(LeakMatches.most + 1)) == nil)
        #expect(LeakMatches([])?.matches == nil && LeakMatches(report(0))?.matches.isEmpty == true)
    }
}
