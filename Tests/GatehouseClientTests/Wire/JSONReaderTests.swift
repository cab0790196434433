import TestKit
import Testing

@testable import GatehouseClient

@Suite struct JSONReaderTests {
    @Test func `every kind of value is read`() throws {
        let text = #"{"a":null,"b":true,"c":[1,-2,2.5,1e2,1.0],"d":"x\"\\\/\b\f\n\r\té😀é","e":{}}"#
        let value = try #require(JSONReader.read(Array(text.utf8)))
        #expect(value["a"] == nil)
        #expect(value["b"] == .bool(true))
        #expect(value["c"] == .array([.integer(1), .integer(-2), .number(2.5), .integer(100), .integer(1)]))
        #expect(value["d"] == .string("x\"\\/\u{8}\u{c}\n\r\té😀é"))
        #expect(value["e"] == .object([:]))
    }

    @Test(arguments: [
        "", " ", "{", "}", "[1,]", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "01", "-", "1.", ".5", "+1", "1e", "nul",
        "truee",
        "\"a", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\u{1}\"", "1 2", "{}x",
        "{\"a\":1,\"a\":2}", "{\"valid\":false,\"\\u0076alid\":true}", "1e999", "'a'", "[1 2]", "\u{feff}{}", "[", "[1",
    ]) func `what readers could disagree about is refused`(_ text: String) {
        #expect(JSONReader.read(Array(text.utf8)) == nil)
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        #expect(JSONReader.read([0x22, 0xff, 0x22]) == nil)
        #expect(JSONReader.read([0x22, 0xc0, 0x80, 0x22]) == nil)
    }

    @Test func `nesting has a bound, and running into it costs nothing`() {
        let nested = { (depth: Int) in
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        #expect(JSONReader.read(nested(JSONReader.deepest)) != nil)
        #expect(JSONReader.read(nested(JSONReader.deepest + 1)) == nil)
        #expect(JSONReader.read(nested(200_000)) == nil)
    }

    @Test func `a whole number of more than 64 bits is a number, not another one`() {
        #expect(JSONReader.read(Array("9223372036854775807".utf8)) == .integer(.max))
        #expect(JSONReader.read(Array("9223372036854775808".utf8)) == .number(9_223_372_036_854_775_808))
        #expect(JSONReader.read(Array("-9223372036854775809".utf8))?.integer == .min)
    }

    @Test func `random bytes are read or refused, and never trap`() {
        var generator = SeededGenerator(seed: 7)
        let alphabet = Array("{}[]\",:\\u0123456789eE+-.truefalsn \u{1}é".utf8)
        var read = 0
        for _ in 0..<20_000 {
            let bytes = (0..<generator.number(below: 24)).map { _ in generator.pick(alphabet) }
            if JSONReader.read(bytes) != nil { read += 1 }
        }
        #expect(read > 100)
    }

    @Test func `what the writer writes is read back`() {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<2000 {
            let scalars = (0..<generator.number(below: 20)).compactMap { _ in
                Unicode.Scalar(UInt32(generator.number(below: 0x1_1000)))
            }
            let text = String(String.UnicodeScalarView(scalars))
            let number = Int(truncatingIfNeeded: generator.next())
            var writer = JSONWriter()
            writer.object { members in
                members.member("text", text)
                members.name("list")
                members.array([number, 0]) { $0.integer($1) }
                members.name("inner")
                members.object { $0.member("a", text) }
            }
            let value = JSONReader.read(writer.bytes)
            #expect(value?["text"] == .string(text))
            #expect(value?["list"] == .array([.integer(Int64(number)), .integer(0)]))
            #expect(value?["inner"]?["a"] == .string(text))
        }
    }
}
