import HTTPMachines
import TestKit
import Testing

@Suite struct DecodedBytesTests {
    private func decode(_ bytes: [UInt8], times: Int) -> [UInt8] {
        var decoded = DecodedBytes(ByteRange(start: 0, end: bytes.count), times: times)
        var found: [UInt8] = []
        while let byte = decoded.next(in: bytes.span) { found.append(byte) }
        return found
    }

    private func decode(_ text: String, times: Int) -> String {
        String(decoding: self.decode(Array(text.utf8), times: times), as: UTF8.self)
    }

    @Test(arguments: [
        ("", "", ""), ("abc", "abc", "abc"), ("a%20b", "a b", "a b"), ("%67k%5Flive", "gk_live", "gk_live"),
        ("%255F", "%5F", "_"), ("%25%35%46", "%5F", "_"), ("%2525", "%25", "%"), ("%252", "%2", "%2"),
        ("%25", "%", "%"),
        ("%", "%", "%"), ("%4", "%4", "%4"), ("%zz", "%zz", "%zz"), ("a+b&c=d;e", "a+b&c=d;e", "a+b&c=d;e"),
        ("%25zz", "%zz", "%zz"), ("%25%25", "%%", "%%"), ("%25%2541", "%%41", "%A"),
    ]) func `a text is decoded as often as is asked for`(text: String, once: String, twice: String) {
        #expect(self.decode(text, times: 0) == text)
        #expect(self.decode(text, times: 1) == once)
        #expect(self.decode(text, times: 2) == twice)
    }

    @Test func `only the range is read`() {
        let bytes = Array("a%41%41b".utf8)
        var decoded = DecodedBytes(ByteRange(start: 1, end: 6), times: 1)
        var found: [UInt8] = []
        while let byte = decoded.next(in: bytes.span) { found.append(byte) }
        #expect(found == Array("A%4".utf8))
    }

    @Test func `decoding twice is decoding once, twice`() {
        var random = SeededGenerator(seed: 77)
        let alphabet = Array("%%%%2540af3g_&".utf8)
        for _ in 0..<5_000 {
            let bytes = random.bytes(Int(random.next() % 60)).map { alphabet[Int($0) % alphabet.count] }
            #expect(self.decode(bytes, times: 2) == self.decode(self.decode(bytes, times: 1), times: 1))
        }
    }

    @Test func `any bytes are decoded without a trap and grow no longer`() {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<500 {
            let bytes = random.bytes(Int(random.next() % 300))
            for times in 0...2 { #expect(self.decode(bytes, times: times).count <= bytes.count) }
        }
    }
}
