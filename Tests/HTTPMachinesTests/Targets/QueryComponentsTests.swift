import HTTPMachines
import TestKit
import Testing

@Suite struct QueryComponentsTests {
    private func components(_ query: String) -> [String] {
        let bytes = Array(query.utf8)
        var found: [String] = []
        let range = ByteRange(start: 0, end: bytes.count)
        _ = QueryComponents.contains(range, of: bytes.span) { component in
            found.append(String(decoding: component.indices.map { component[$0] }, as: UTF8.self))
            return false
        }
        return found
    }

    @Test(
        arguments: [
            ("", []), ("a", ["a"]), ("a=b", ["a", "b"]), ("a=b&c=d;e", ["a", "b", "c", "d", "e"]),
            ("a==b", ["a", "=b"]),
            ("&&=&", []), ("a=%67k%5Flive", ["a", "gk_live"]), ("a=x+y%2By", ["a", "x y+y"]), ("%61=%", ["a", "%"]),
            ("a=%4", ["a", "%4"]), ("a=b%26c", ["a", "b&c"]),
        ] as [(String, [String])])
    func `every name and value is shown decoded`(query: String, components: [String]) {
        #expect(self.components(query) == components)
    }

    @Test func `a component longer than anything looked for is passed over`() {
        let longest = String(repeating: "x", count: QueryComponents.longest)
        #expect(self.components("a=\(longest)&b") == ["a", longest, "b"])
        #expect(self.components("a=\(longest)y&b") == ["a", "b"])
        let escaped = String(repeating: "%78", count: QueryComponents.longest)
        #expect(self.components("a=\(escaped)") == ["a", longest])
    }

    @Test func `the search stops at the first match`() {
        let bytes = Array("a=b&c=d".utf8)
        var shown = 0
        let range = ByteRange(start: 0, end: bytes.count)
        let found = QueryComponents.contains(range, of: bytes.span) { component in
            shown += 1
            return component.count == 1 && component[0] == 0x62
        }
        #expect(found && shown == 2)
    }

    @Test func `random queries are read to their end`() {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<5_000 {
            let alphabet = Array("a%=&;+4F".utf8)
            let query = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                Bool.random(using: &random)
                    ? alphabet.randomElement(using: &random) ?? 0 : UInt8.random(in: 0...255, using: &random)
            }
            _ = QueryComponents.contains(ByteRange(start: 0, end: query.count), of: query.span) { $0.count > 128 }
        }
    }
}
