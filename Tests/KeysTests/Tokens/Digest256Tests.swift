import Keys
import TestKit
import Testing

@Suite struct Digest256Tests {
    @Test func `the first byte is the most significant one of the first word`() throws {
        let digest = try #require(Digest256(bytes: Array(0..<32)))
        #expect(digest.words.0 == 0x0001_0203_0405_0607)
        #expect(digest.words.3 == 0x1819_1a1b_1c1d_1e1f)
        #expect(digest.bytes == Array(0..<32))
    }

    @Test(arguments: [0, 1, 31, 33, 64]) func `other lengths than 32 are no digest`(count: Int) {
        #expect(Digest256(bytes: [UInt8](repeating: 0, count: count)) == nil)
    }

    @Test func `hexadecimal goes both ways`() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<100 {
            let digest = Digest256(bytes: generator.bytes(32))
            #expect(digest.flatMap { Digest256(hexadecimal: $0.hexadecimal) } == digest)
        }
    }

    @Test(arguments: [
        "", "00", String(repeating: "g", count: 64), String(repeating: "A", count: 64),
        String(repeating: "0", count: 63), String(repeating: "0", count: 65), String(repeating: "é", count: 32),
    ])
    func `other text is not read`(text: String) {
        #expect(Digest256(hexadecimal: text) == nil)
    }

    @Test func `one changed bit anywhere makes another digest`() throws {
        let digest = try #require(Digest256(bytes: Array(0..<32)))
        for bit in 0..<256 {
            var bytes = digest.bytes
            bytes[bit / 8] ^= 1 << (bit % 8)
            #expect(Digest256(bytes: bytes) != digest)
        }
    }
}
