import Cryptography
import Keys
import Testing

@Suite struct Argon2idTests {
    @Test func `the same bytes and salt give the same hash, and nothing else does`() throws {
        let salt = [UInt8](repeating: 7, count: 16)
        let other = [UInt8](repeating: 8, count: 16)
        let hash = try Argon2id.hash(Array("password".utf8).span, salt: salt.span)
        #expect(hash.count == 32)
        #expect(try Argon2id.hash(Array("password".utf8).span, salt: salt.span) == hash)
        #expect(try Argon2id.hash(Array("passwore".utf8).span, salt: salt.span) != hash)
        #expect(try Argon2id.hash(Array("password".utf8).span, salt: other.span) != hash)
    }

    @Test func `a salt that is too short is a failure, not a trap`() {
        #expect(throws: CryptographyError.self) { try Argon2id.hash([1, 2, 3].span, salt: [1].span) }
    }

    @Test func `the longer hashes are those of FIPS 180-4`() {
        let abc = Array("abc".utf8)
        #expect(SHA2Hash.sha384(of: abc.span).prefix(4) == [0xcb, 0x00, 0x75, 0x3f])
        #expect(SHA2Hash.sha512(of: abc.span).prefix(4) == [0xdd, 0xaf, 0x35, 0xa1])
    }

    @Test func `digests for different uses of a foreign token have nothing in common`() {
        let hasher = PepperHasher(
            pepper: SecretBytes(copying: [UInt8](repeating: 1, count: 32).span), environment: "env_a")
        let other = PepperHasher(
            pepper: SecretBytes(copying: [UInt8](repeating: 1, count: 32).span), environment: "env_b")
        let bytes: [UInt8] = [1, 2, 3]
        var seen: Set<Digest256> = []
        for hasher in [hasher, other] {
            for use in [PepperHasher.ForeignUse.keyed, .bucket, .hardened] {
                for kind in UInt8(1)...3 { seen.insert(hasher.foreignDigest(use, kind: kind, of: bytes.span)) }
            }
            seen.insert(hasher.digest(id: bytes.span, secret: bytes.span))
        }
        #expect(seen.count == 20)
    }
}
