import Cryptography
import TestKit
import Testing

@Suite struct Digest32Tests {
    @Test func `the first byte is the most significant one of the first word`() throws {
        let digest = try #require(Digest32(bytes: Array(0..<32)))
        #expect(digest.words.0 == 0x0001_0203_0405_0607)
        #expect(digest.words.3 == 0x1819_1a1b_1c1d_1e1f)
        #expect(digest.bytes == Array(0..<32))
    }

    @Test(arguments: [0, 1, 31, 33, 64]) func `other lengths than 32 are no digest`(count: Int) {
        #expect(Digest32(bytes: [UInt8](repeating: 0, count: count)) == nil)
    }

    @Test func `hexadecimal goes both ways`() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<100 {
            let digest = Digest32(bytes: generator.bytes(32))
            #expect(digest.flatMap { Digest32(hexadecimal: $0.hexadecimal) } == digest)
        }
    }

    @Test(arguments: [
        "", "00", String(repeating: "g", count: 64), String(repeating: "A", count: 64),
        String(repeating: "0", count: 63), String(repeating: "0", count: 65), String(repeating: "é", count: 32),
    ])
    func `other text is not read`(text: String) {
        #expect(Digest32(hexadecimal: text) == nil)
    }

    @Test func `one changed bit anywhere makes another digest`() throws {
        let digest = try #require(Digest32(bytes: Array(0..<32)))
        for bit in 0..<256 {
            var bytes = digest.bytes
            bytes[bit / 8] ^= 1 << (bit % 8)
            #expect(Digest32(bytes: bytes) != digest)
        }
    }

    @Test func `the plain hash is SHA-256`() {
        // FIPS 180-2, appendix B.1, and the hash of nothing.
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        let (a, bc) = (Array("a".utf8), Array("bc".utf8))
        let abc = a + bc
        #expect(SHA256Hash.digest(of: abc).hexadecimal == expected)
        #expect(SHA256Hash.digest(of: a, bc).hexadecimal == expected)
        #expect(
            SHA256Hash.digest(of: []).hexadecimal
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }
}
