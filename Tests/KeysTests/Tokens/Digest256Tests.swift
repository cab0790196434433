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

    @Test func `it is read out of any collection, and written as the same digits as ever`() throws {
        let collection = (0..<64).lazy.map { UInt8($0) * 4 }
        let digest = try #require(Digest256(bytes: collection[8..<40]))
        let bytes: [UInt8] = (8..<40).map { $0 * 4 }
        #expect(digest.bytes == bytes)
        #expect(digest.hexadecimal == "2024282c3034383c4044484c5054585c6064686c7074787c8084888c9094989c")
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
