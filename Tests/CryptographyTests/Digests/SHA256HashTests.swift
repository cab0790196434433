import Cryptography
import Keys
import Testing

@Suite struct SHA256HashTests {
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

    @Test func `a byte and two digests are hashed as their bytes`() {
        let left = Digest256(words: (0x0102_0304_0506_0708, 2, 3, .max))
        let right = Digest256(words: (5, 6, 7, 8))
        for prefix in [0, 1, 0xff] as [UInt8] {
            let bytes = [prefix] + left.bytes + right.bytes
            #expect(SHA256Hash.digest(of: prefix, left, right) == SHA256Hash.digest(of: bytes))
        }
    }
}
