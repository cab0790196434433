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

    @Test func `the vector of RFC 9106 section 5.3 holds`() throws {
        let derived = try Argon2id.derive(
            from: SecretBytes(copying: [UInt8](repeating: 1, count: 32)),
            salt: [UInt8](repeating: 2, count: 16).span, key: [UInt8](repeating: 3, count: 8).span,
            associated: [UInt8](repeating: 4, count: 12).span, Argon2Parameters(memoryKiB: 32, passes: 3, lanes: 4))
        #expect(
            hexadecimal(derived.array()) == "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659")
    }

    /// Of the reference implementation's own tests, for version 0x13.
    static let reference: [(UInt32, UInt32, UInt8, String, String)] = [
        (256, 2, 1, "password", "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe"),
        (256, 2, 2, "password", "6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037"),
        (65536, 1, 1, "password", "f6a5adc1ba723dddef9b5ac1d464e180fcd9dffc9d1cbf76cca2fed795d9ca98"),
        (65536, 2, 1, "password", "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"),
        (65536, 2, 1, "differentpassword", "0b84d652cf6b0c4beaef0dfe278ba6a80df6696281d7e0d2891b817d8c458fde"),
    ]

    @Test(arguments: reference) func `the reference implementation's vectors hold`(
        memoryKiB: UInt32, passes: UInt32, lanes: UInt8, password: String, expected: String
    ) throws {
        let derived = try Argon2id.derive(
            from: SecretBytes(copying: Array(password.utf8)), salt: Array("somesalt".utf8).span,
            Argon2Parameters(memoryKiB: memoryKiB, passes: passes, lanes: lanes))
        #expect(hexadecimal(derived.array()) == expected)
    }

    @Test func `parameters beyond what a start can bear do not exist`() throws {
        for (memory, passes, lanes) in [
            (1 << 20 + 1, 1, 1), (8, 17, 1), (8, 0, 1), (7, 1, 1), (15, 1, 2), (256, 1, 17), (256, 1, 0),
        ] as [(UInt32, UInt32, UInt8)] {
            #expect(throws: CryptographyError.self) {
                try Argon2Parameters(memoryKiB: memory, passes: passes, lanes: lanes)
            }
        }
        _ = try Argon2Parameters(memoryKiB: 1 << 20, passes: 16, lanes: 16)
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
