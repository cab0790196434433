import TestKit
import Testing

@testable import JSONText

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
        ("", JSONFault.Code.unexpectedEnd), ("{", .unexpectedEnd), ("[1", .unexpectedEnd), ("[1,]", .valueExpected),
        ("[,1]", .valueExpected), ("[1 2]", .commaExpected), ("{\"a\"}", .colonExpected),
        ("{\"a\":1,}", .nameExpected), ("{a:1}", .nameExpected), ("{'a':1}", .nameExpected),
        ("{\"a\":1 \"b\":2}", .commaExpected), ("01", .invalidNumber), ("-", .unexpectedEnd), ("-a", .invalidNumber),
        ("1.", .unexpectedEnd), ("1.e1", .invalidNumber), ("1e", .unexpectedEnd), ("1e+", .unexpectedEnd),
        ("+1", .valueExpected), (".5", .valueExpected), ("NaN", .valueExpected), ("tru", .unexpectedEnd),
        ("trux", .unknownWord), ("nul]", .unknownWord), ("1 2", .trailingText), ("{} x", .trailingText),
        ("\"a", .unexpectedEnd), ("\"\\", .unexpectedEnd), ("\"\\x\"", .invalidEscape),
        ("\"\\u12g4\"", .invalidEscape), ("\"\\u12", .unexpectedEnd), ("\"\\ud800\"", .loneSurrogate),
        ("\"\\udc00\"", .loneSurrogate), ("\"\\ud800\\u0041\"", .loneSurrogate), ("\"a\u{1}\"", .controlByte),
        ("\"12345678\n\"", .controlByte), ("\u{feff}{}", .valueExpected),
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

    @Test func `members and elements are read when they are asked for`() throws {
        let bytes = Array(#" { "a" : [ null , true ] , "b" : -1.5e1 } "#.utf8)
        var reader = JSONReader()
        var isFirst = true
        try reader.beginObject(bytes.span)
        #expect(try reader.nextMember(bytes.span, isFirst: &isFirst)?.text(in: bytes.span) == "a")
        #expect(try reader.kind(bytes.span) == .array)
        try reader.beginArray(bytes.span)
        var isFirstElement = true
        #expect(try reader.nextElement(bytes.span, isFirst: &isFirstElement))
        #expect(try reader.kind(bytes.span) == .null)
        try reader.null(bytes.span)
        #expect(try reader.nextElement(bytes.span, isFirst: &isFirstElement))
        #expect(try reader.boolean(bytes.span))
        #expect(try !reader.nextElement(bytes.span, isFirst: &isFirstElement))
        #expect(try reader.nextMember(bytes.span, isFirst: &isFirst)?.isEqual(to: "b", in: bytes.span) == true)
        let number = try reader.number(bytes.span)
        #expect(number.integer == nil && number.text(in: bytes.span) == "-1.5e1")
        #expect(try number.double(in: bytes.span) == -15)
        #expect(try reader.nextMember(bytes.span, isFirst: &isFirst) == nil)
        try reader.finish(bytes.span)
    }

    @Test(arguments: [
        ("{}", JSONKind.object), ("[", .array), ("\"", .string), ("-", .number), ("0", .number), ("9", .number),
        ("t", .boolean), ("f", .boolean), (" n", .null),
    ]) func `the first byte tells the kind`(text: String, kind: JSONKind) throws {
        var reader = JSONReader()
        #expect(try reader.kind(Array(text.utf8).span) == kind)
    }

    @Test func `no other byte begins a value`() {
        for byte in UInt8.min ... .max where !Array("{[\"-0123456789tfn \t\r\n".utf8).contains(byte) {
            let error = #expect(throws: JSONFault.self) {
                var reader = JSONReader()
                _ = try reader.kind([byte].span)
            }
            #expect(error?.code == .valueExpected)
        }
    }

    @Test func `a number beyond the largest is told`() {
        let error = #expect(throws: JSONFault.self) {
            var reader = JSONReader()
            let bytes = Array("1e999".utf8)
            _ = try reader.number(bytes.span).double(in: bytes.span)
        }
        #expect(error == JSONFault(.numberOutOfRange, at: 0))
    }

    @Test func `nesting ends at the bound`() {
        let depth = JSONReader.deepest
        #expect(self.fault(String(repeating: "[", count: depth) + String(repeating: "]", count: depth)) == nil)
        #expect(self.fault(String(repeating: "[", count: depth + 1)) == .tooDeep)
        #expect(self.fault(String(repeating: "[0,[],", count: depth)) == .tooDeep)
        #expect(self.fault("[" + String(repeating: "[],{},", count: 100_000) + "0]") == nil)
        #expect(self.fault(String(repeating: "{\"a\":", count: 100_000)) == .tooDeep)
        #expect("\(JSONFault(.tooDeep, at: 0).message)".hasSuffix(" \(depth)"))
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
