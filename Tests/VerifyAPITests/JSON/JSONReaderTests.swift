import TestKit
import Testing

@testable import VerifyAPI

@Suite struct JSONReaderTests {
    /// What passing over a text as one value comes to.
    private func fault(_ bytes: [UInt8]) -> JSONFault.Code? {
        var reader = JSONReader()
        do throws(JSONFault) {
            try reader.skipValue(bytes.span)
            try reader.finish(bytes.span)
            return nil
        } catch {
            #expect(error.offset >= 0 && error.offset <= bytes.count)
            return error.code
        }
    }

    private func fault(_ text: String) -> JSONFault.Code? { self.fault(Array(text.utf8)) }

    private func string(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        var reader = JSONReader()
        guard let string = try? reader.string(bytes.span) else { return nil }
        var output: [UInt8] = []
        string.append(from: bytes.span, to: &output)
        return String(validating: output, as: UTF8.self)
    }

    @Test(arguments: [
        "{}", "[]", " [ ] ", "0", "-0", "10", "-1.5e+3", "1E9", "\"\"", "true", "false", "null", "[1,2]",
        "{\"a\":{\"b\":[null,\"\\u00e9\\ud83d\\ude00\"]}}", "\t\r\n{ \"a\" : 1 , \"b\" : [ ] }\n",
        "\"\u{e9}\u{1f600}\"",
    ]) func `what JSON allows is read to its end`(text: String) {
        #expect(self.fault(text) == nil)
    }

    @Test(arguments: [
        ("", JSONFault.Code.unexpectedEnd), ("{", .unexpectedEnd), ("[1", .unexpectedEnd), ("[1,]", .unexpectedByte),
        ("[,1]", .unexpectedByte), ("{\"a\"}", .unexpectedByte), ("{\"a\":1,}", .unexpectedByte),
        ("{a:1}", .unexpectedByte), ("{'a':1}", .unexpectedByte), ("{\"a\":1 \"b\":2}", .unexpectedByte),
        ("01", .invalidNumber), ("-", .unexpectedEnd), ("-a", .invalidNumber), ("1.", .unexpectedEnd),
        ("1.e1", .invalidNumber), ("1e", .unexpectedEnd), ("1e+", .unexpectedEnd), ("+1", .unexpectedByte),
        (".5", .unexpectedByte), ("NaN", .unexpectedByte), ("tru", .unexpectedByte), ("nul", .unexpectedByte),
        ("1 2", .trailingText), ("{} x", .trailingText), ("\"a", .unexpectedEnd), ("\"\\", .unexpectedEnd),
        ("\"\\x\"", .invalidEscape), ("\"\\u12g4\"", .invalidEscape), ("\"\\u12", .unexpectedEnd),
        ("\"\\ud800\"", .invalidEscape), ("\"\\udc00\"", .invalidEscape), ("\"\\ud800\\u0041\"", .invalidEscape),
        ("\"a\u{1}\"", .controlByte), ("\"12345678\n\"", .controlByte), ("\u{feff}{}", .unexpectedByte),
    ]) func `what is no JSON is refused for its reason`(text: String, code: JSONFault.Code) {
        #expect(self.fault(text) == code)
    }

    @Test(
        arguments: [
            [0x80], [0xc0, 0x80], [0xc1, 0xbf], [0xe0, 0x9f, 0xbf], [0xed, 0xa0, 0x80], [0xf0, 0x8f, 0xbf, 0xbf],
            [0xf4, 0x90, 0x80, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82], [0xff], [0xc3, 0x28],
        ] as [[UInt8]]) func `a string that is not UTF-8 is refused`(bytes: [UInt8])
    {
        #expect(self.fault([0x22] + bytes + [0x22]) == .invalidUTF8)
    }

    @Test func `nesting ends at the bound`() {
        let depth = JSONReader.deepest
        #expect(self.fault(String(repeating: "[", count: depth) + String(repeating: "]", count: depth)) == nil)
        #expect(self.fault(String(repeating: "[", count: depth + 1)) == .tooDeep)
        #expect(self.fault(String(repeating: "{\"a\":", count: 100_000)) == .tooDeep)
    }

    @Test func `escapes are decoded to the characters they stand for`() {
        #expect(self.string(#""a\"\\\/\b\f\n\r\tz""#) == "a\"\\/\u{8}\u{c}\n\r\tz")
        #expect(self.string(#""\u0041\u00e9\u20ac\ud83d\ude00\u0000""#) == "A\u{e9}\u{20ac}\u{1f600}\u{0}")
    }

    @Test func `the end of a string is found wherever it lies among words of eight bytes`() {
        for length in 0..<40 {
            let text = String(repeating: "a", count: length)
            #expect(self.string("\"\(text)\"") == text)
            #expect(self.string("\"\(text)\\n\(text)\"") == "\(text)\n\(text)")
            #expect(self.string("\"\(text)\u{20ac}\"") == text + "\u{20ac}")
        }
    }

    @Test(arguments: [
        ("9223372036854775807", Int64.max), ("-9223372036854775808", .min), ("0", 0), ("-0", 0), ("7", 7),
    ]) func `integers are read to the ends of their range`(text: String, value: Int64) throws {
        var reader = JSONReader()
        #expect(try reader.integer(Array(text.utf8).span, in: .min ... .max) == value)
    }

    @Test(arguments: [
        ("9223372036854775808", JSONFault.Code.outOfRange), ("-9223372036854775809", .outOfRange), ("11", .outOfRange),
        ("1.0", .integerExpected), ("1e1", .integerExpected), ("\"1\"", .integerExpected), ("null", .integerExpected),
        (String(repeating: "9", count: 400), .outOfRange),
    ]) func `what is no integer of the range is refused`(text: String, code: JSONFault.Code) {
        let bytes = Array(text.utf8)
        let error = #expect(throws: JSONFault.self) {
            var reader = JSONReader()
            _ = try reader.integer(bytes.span, in: -10...10)
        }
        #expect(error?.code == code)
    }

    @Test func `random bytes and broken texts never trap`() {
        var random = SeededGenerator(seed: 3)
        let sample = Array(#"{"key":"gk_live_\u0041","limits":[{"name":"b","cost":1.5e3}],"x":[null,true,false]}"#.utf8)
        for _ in 0..<20_000 {
            var bytes = sample
            for _ in 0..<Int.random(in: 1...4, using: &random) where bytes.count > 1 {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: index)
                default: bytes = Array(bytes[..<max(index, 1)])
                }
            }
            _ = self.fault(bytes)
            _ = self.fault(random.bytes(40))
        }
    }
}
