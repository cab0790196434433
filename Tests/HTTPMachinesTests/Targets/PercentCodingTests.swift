import HTTPMachines
import TestKit
import Testing

@Suite struct PercentCodingTests {
    @Test(arguments: [
        ("", ""), ("aZ09-._~", "aZ09-._~"), ("a b/c?", "a%20b%2Fc%3F"), ("é", "%C3%A9"), ("%+", "%25%2B"),
    ]) func `all but the unreserved characters is escaped`(text: String, encoded: String) {
        #expect(PercentCoding.encode(text) == encoded)
        #expect(PercentCoding.decode(encoded) == text)
    }

    @Test(arguments: ["%", "%4", "%4g", "%g4", "a%", "%C3", "%ff", "%%41"])
    func `a cut escape, and what is not UTF-8, is nothing`(text: String) {
        #expect(PercentCoding.decode(text) == nil)
    }

    @Test func `a plus is a space in a form and nowhere else`() {
        #expect(PercentCoding.decode("a+%2b") == "a++")
        #expect(PercentCoding.decode("a+%2b", plusIsSpace: true) == "a +")
    }

    @Test func `any text survives`() {
        var random = SeededGenerator(seed: 3986)
        for _ in 0..<2_000 {
            let text = String(decoding: random.bytes(12), as: UTF8.self)
            #expect(PercentCoding.decode(PercentCoding.encode(text)) == text)
        }
    }
}
