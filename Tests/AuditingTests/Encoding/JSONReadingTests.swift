import Auditing
import JSONText
import TestKit
import Testing

@Suite struct JSONReadingTests {
    private static func isRefused(_ bytes: [UInt8]) -> Bool {
        do throws(AuditingError) {
            _ = try JSONValue(canonical: bytes)
            return false
        } catch {
            return error.code == .leafMalformed
        }
    }

    @Test(arguments: [
        "", " ", "nul", "nulll", "truefalse", "01", "-0", "+1", "1.0", "1e3", "--1", "-", "\"", "\"\\\"",
        "\"\\x\"", "\"\\u00\"", "\"\\u001F\"", "\"\\u0041\"", "\"\\u+00a\"", "\"\\/\"", "\"\n\"", "[", "]", "[1,]",
        "[1 ,2]", "[1 2]", "{", "{}}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{\"b\":1,\"a\":2}", "{\"a\":1,\"a\":1}",
        "{a:1}", " null", "null ", "9007199254740992", "99999999999999999999", "'a'", "// x",
    ])
    func `anything but canonical form is refused`(text: String) {
        #expect(Self.isRefused(Array(text.utf8)))
    }

    @Test func `text that is not UTF-8 is refused`() {
        #expect(Self.isRefused([0x22, 0xff, 0x22]))
        #expect(Self.isRefused([0x22, 0xc3, 0x22]))
        #expect(Self.isRefused([0x22, 0xed, 0xa0, 0x80, 0x22]))
    }

    @Test func `nesting is bounded`() throws {
        let nested = { (depth: Int) in
            [UInt8](repeating: 0x5b, count: depth) + [UInt8](repeating: 0x5d, count: depth)
        }
        _ = try JSONValue(canonical: nested(JSONReader.deepest))
        #expect(Self.isRefused(nested(JSONReader.deepest + 1)))
        #expect(Self.isRefused([UInt8](repeating: 0x5b, count: JSONValue.longestText)))
    }

    @Test func `length is bounded`() {
        #expect(Self.isRefused([0x22] + [UInt8](repeating: 0x61, count: JSONValue.longestText) + [0x22]))
    }

    @Test func `what is accepted of damaged text is exactly what would be written`() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<3000 {
            var bytes = JSONValueTests.random(depth: 0, using: &generator).canonicalBytes
            for _ in 0..<Int.random(in: 1...3, using: &generator) where !bytes.isEmpty {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0...2, using: &generator) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: index)
                default: bytes.insert(UInt8.random(in: 0x20...0x7d, using: &generator), at: index)
                }
            }
            if let value = try? JSONValue(canonical: bytes) { #expect(value.canonicalBytes == bytes) }
        }
    }
}
