import TestKit
import Testing

@testable import gatehouse

@Suite struct JSONValueTests {
    @Test func `a document survives reading and writing`() {
        let text = #"{"a":[1,-2,1.5,true,null,"x/é\n"],"b":{"c":9007199254740993}}"#
        #expect(JSONValue(parsing: Array(text.utf8))?.encoded == text)
    }

    @Test func `values are found by path`() {
        let value = JSONValue(parsing: Array(#"{"owner":{"id":"idn_1"},"n":0,"t":true}"#.utf8))
        #expect(value?.value(at: "owner.id")?.string == "idn_1")
        #expect(value?.value(at: "owner.id.x") == nil)
        #expect(value?["n"]?.integer == 0)
        #expect(value?["t"]?.bool == true)
    }

    @Test(arguments: ["", "{", "{a:1}", "\u{0}", "nul"])
    func `what is not JSON is nothing`(text: String) {
        #expect(JSONValue(parsing: Array(text.utf8)) == nil)
    }

    @Test func `random bytes and endless depth never trap`() {
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<2000 {
            _ = JSONValue(parsing: (0..<40).map { _ in UInt8.random(in: 0x20...0x7e, using: &generator) })
        }
        #expect(JSONValue(parsing: Array(repeating: 0x5b, count: 200_000)) == nil)
    }
}
