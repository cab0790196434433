import JSONText
import TestKit
import Testing

@testable import AdminAPI

@Suite struct JSONValueTests {
    @Test func `every kind of value is read`() throws {
        let text = #"{"a":null,"b":true,"c":[1,-2,2.5,1e2,1.0],"d":"x\"\\\/\b\f\n\r\té😀","e":{}}"#
        let value = try JSONValue(reading: Array(text.utf8))
        #expect(value["a"] == .null)
        #expect(value["b"] == .bool(true))
        #expect(value["c"] == .array([.integer(1), .integer(-2), .number(2.5), .integer(100), .integer(1)]))
        #expect(value["d"] == .string("x\"\\/\u{8}\u{c}\n\r\té😀"))
        #expect(value["e"] == .object([]))
    }

    @Test(arguments: [
        "", " ", "{", "}", "[1,]", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "01", "1.", ".5", "+1", "1e", "nul", "truee",
        "\"a", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\u{1}\"", "1 2", "{}x",
        "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "1e999", "'a'", "[1 2]", "\u{feff}{}",
    ]) func `what readers could disagree about is refused`(_ text: String) {
        #expect(throws: JSONFault.self) { try JSONValue(reading: Array(text.utf8)) }
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        #expect(throws: JSONFault.self) { try JSONValue(reading: [0x22, 0xff, 0x22]) }
        #expect(throws: JSONFault.self) { try JSONValue(reading: [0x22, 0xc0, 0x80, 0x22]) }
    }

    @Test func `nesting has a bound`() throws {
        let nested = { (depth: Int) in
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        _ = try JSONValue(reading: nested(JSONReader.deepest))
        #expect(throws: JSONFault.self) { try JSONValue(reading: nested(JSONReader.deepest + 1)) }
        #expect(throws: JSONFault.self) { try JSONValue(reading: nested(100_000)) }
    }

    @Test func `the offset of a fault is told`() {
        let error = #expect(throws: JSONFault.self) { try JSONValue(reading: Array("{\"a\":tru}".utf8)) }
        #expect(error?.offset == 8)
    }

    @Test func `random bytes are read or refused, and what is read survives being written`() throws {
        var generator = SeededGenerator(seed: 7)
        let alphabet = Array("{}[]\",:\\u0123456789eE+-.truefalsn \u{1}é".utf8)
        for _ in 0..<20_000 {
            let length = Int.random(in: 0...24, using: &generator)
            let bytes = (0..<length).compactMap { _ in alphabet.randomElement(using: &generator) }
            guard let value = try? JSONValue(reading: bytes) else { continue }
            #expect(try JSONValue(reading: value.encoded) == value)
        }
    }

    @Test func `written text is safe in any context`() {
        let text = String(decoding: JSONValue.string("\"\\\n\u{0}\u{7f}é").encoded, as: UTF8.self)
        #expect(text == #""\"\\\n\u0000\u007fé""#)
    }
}
