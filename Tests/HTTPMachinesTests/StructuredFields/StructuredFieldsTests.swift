import HTTPMachines
import TestKit
import Testing

@Suite struct StructuredFieldsTests {
    private func text(_ write: (inout [UInt8]) -> Void) -> String {
        var output: [UInt8] = []
        write(&output)
        return String(decoding: output, as: UTF8.self)
    }

    @Test(arguments: [
        ("", "\"\""), ("plain text", "\"plain text\""), ("a\"b\\c", #""a\"b\\c""#), ("a\r\nX: y", #""a%0d%0aX: y""#),
        ("é", #""%c3%a9""#), ("\u{7f}\u{0}", #""%7f%00""#), ("100%", #""100%""#),
    ])
    func `a string is quoted, escaped and never leaves its line`(value: String, expected: String) {
        #expect(self.text { StructuredFields.appendString(value.utf8, to: &$0) } == expected)
    }

    @Test(
        arguments: [
            (0, "0"), (10, "10"), (999_999_999_999_999, "999999999999999"), (.max, "999999999999999"),
        ] as [(UInt64, String)])
    func `an integer has at most fifteen digits`(value: UInt64, expected: String) {
        #expect(self.text { StructuredFields.appendInteger(value, to: &$0) } == expected)
    }

    @Test func `no bytes can break out of a string`() {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<2_000 {
            var output: [UInt8] = []
            StructuredFields.appendString(random.bytes(Int.random(in: 0...40, using: &random)), to: &output)
            #expect(output.allSatisfy { (0x20...0x7e).contains($0) })
            var inner = output.dropFirst().dropLast()
            while let byte = inner.popFirst() {
                #expect(byte != 0x22)
                if byte == 0x5c { _ = inner.popFirst() }
            }
        }
    }
}
