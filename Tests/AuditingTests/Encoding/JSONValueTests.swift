import Auditing
import TestKit
import Testing

@Suite struct JSONValueTests {
    private static func text(_ value: JSONValue) -> String { String(decoding: value.canonicalBytes, as: UTF8.self) }

    /// RFC 8785, section 3.2.2, without the numbers that are no integers.
    @Test func `the sample of RFC 8785 is written as it says`() {
        let value = JSONValue.object([
            "numbers": .array([.integer(333_333_333)]),
            "string": .string("\u{20ac}$\u{000F}\u{000a}A'\u{0042}\u{0022}\u{005c}\\\"/"),
            "literals": .array([.null, .bool(true), .bool(false)]),
        ])
        let expected = #"""
            {"literals":[null,true,false],"numbers":[333333333],"string":"€$\u000f\nA'B\"\\\\\"/"}
            """#
        #expect(Self.text(value) == expected)
    }

    /// RFC 8785, section 3.2.3.
    @Test func `members are ordered by UTF-16 units`() {
        let names = ["\u{20ac}", "\r", "\u{fb33}", "1", "\u{1f600}", "\u{80}", "\u{f6}"]
        let value = JSONValue.object(Dictionary(uniqueKeysWithValues: names.map { ($0, .null) }))
        let order = ["\\r", "1", "\u{80}", "\u{f6}", "\u{20ac}", "\u{1f600}", "\u{fb33}"]
        #expect(Self.text(value) == "{" + order.map { "\"\($0)\":null" }.joined(separator: ",") + "}")
    }

    @Test func `control characters have the shortest escape`() {
        let text = String(String.UnicodeScalarView((0..<0x21).compactMap { Unicode.Scalar($0) }))
        let expected = #"""
            "\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f\u0010\u0011\u0012\u0013
            """#
        #expect(Self.text(.string(text)).hasPrefix(expected))
        #expect(Self.text(.string(text)).hasSuffix(#"\u001e\u001f ""#))
        #expect(Self.text(.string("\u{7f}/")) == "\"\u{7f}/\"")
    }

    @Test(
        arguments: [
            (0, "0"), (-1, "-1"), (9_007_199_254_740_991, "9007199254740991"),
            (-9_007_199_254_740_991, "-9007199254740991"), (9_007_199_254_740_992, "\"9007199254740992\""),
            (.max, "\"9223372036854775807\""), (.min, "\"-9223372036854775808\""),
        ] as [(Int64, String)])
    func `integers beyond what every reader holds are text`(value: Int64, text: String) {
        #expect(Self.text(.integer(value)) == text)
    }

    @Test func `empty lists and objects`() {
        #expect(Self.text(.array([])) == "[]")
        #expect(Self.text(.object([:])) == "{}")
    }

    @Test func `what is written is read back`() throws {
        var generator = SeededGenerator(seed: 8785)
        for _ in 0..<1000 {
            let value = Self.random(depth: 0, using: &generator)
            #expect(try JSONValue(canonical: value.canonicalBytes) == value)
        }
    }

    static func random(depth: Int, using generator: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0...(depth < 3 ? 5 : 3), using: &generator) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &generator))
        case 2: return .integer(Int64.random(in: -9_007_199_254_740_991...9_007_199_254_740_991, using: &generator))
        case 3: return .string(self.text(using: &generator))
        case 4:
            return .array(
                (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                    self.random(depth: depth + 1, using: &generator)
                })
        default:
            var members: [String: JSONValue] = [:]
            for _ in 0..<Int.random(in: 0...4, using: &generator) {
                members[self.text(using: &generator)] = self.random(depth: depth + 1, using: &generator)
            }
            return .object(members)
        }
    }

    private static func text(using generator: inout SeededGenerator) -> String {
        let scalars = ["a", "\"", "\\", "\n", "\u{1}", "é", "\u{1f600}", "/", " ", "\u{fb33}"]
        return (0..<Int.random(in: 0...6, using: &generator)).map { _ in
            scalars[Int.random(in: 0..<scalars.count, using: &generator)]
        }.joined()
    }
}
