import Cryptography
import Testing

/// Project Wycheproof's vectors, through the wrappers the product uses.
@Suite struct WycheproofTests {
    private struct CipherGroup: Decodable, Sendable {
        struct Case: Decodable, Sendable {
            let tcId: Int
            let key, iv, aad, msg, ct, tag, result: String
        }
        let ivSize, keySize, tagSize: Int
        let tests: [Case]
    }

    private struct DerivationGroup: Decodable, Sendable {
        struct Case: Decodable, Sendable {
            let tcId, size: Int
            let ikm, salt, info, okm, result: String
        }
        let tests: [Case]
    }

    private struct SignatureGroup: Decodable, Sendable {
        struct Key: Decodable, Sendable { let pk: String }
        struct Case: Decodable, Sendable {
            let tcId: Int
            let msg, sig, result: String
        }
        let publicKey: Key
        let tests: [Case]
    }

    private static func open(_ test: CipherGroup.Case) -> [UInt8]? {
        let sealed = bytes(test.ct) + bytes(test.tag)
        let (key, nonce, additional) = (bytes(test.key), bytes(test.iv), bytes(test.aad))
        var isGenuine = false
        let opened = SecretBytes(count: sealed.count - AES256GCM.tagLength) { target in
            isGenuine = AES256GCM.open(
                sealed.span, key: key.span, nonce: nonce.span, additional: additional.span, into: target)
        }
        let text = opened.array()
        // Whatever was not genuine leaves nothing behind.
        if !isGenuine, text.contains(where: { $0 != 0 }) { return text }
        return isGenuine ? text : nil
    }

    @Test func `AES-256-GCM opens and seals what it should, and nothing else`() throws {
        let groups = try WycheproofFile<CipherGroup>.read("Cipher/wycheproof/aes_gcm_test.json")
        // Other sizes are not ours: the wrapper has one length of key and nonce.
        let cases = groups.filter { $0.keySize == 256 && $0.ivSize == 96 && $0.tagSize == 128 }.flatMap(\.tests)
        #expect(cases.count >= 66)
        #expect(cases.contains { $0.result == "invalid" })
        for test in cases {
            #expect(Self.open(test) == (test.result == "valid" ? bytes(test.msg) : nil), "case \(test.tcId)")
            guard test.result == "valid" else { continue }
            let sealed = try AES256GCM.seal(
                bytes(test.msg).span, key: bytes(test.key).span, nonce: bytes(test.iv).span,
                additional: bytes(test.aad).span)
            #expect(hexadecimal(sealed) == test.ct + test.tag, "case \(test.tcId)")
        }
    }

    @Test func `HKDF-SHA-256 derives what it should`() throws {
        let cases = try WycheproofFile<DerivationGroup>.read("Protocol/wycheproof/hkdf_sha256_test.json")
            .flatMap(\.tests)
        #expect(cases.count >= 86)
        for test in cases {
            guard test.result == "valid" else {
                // More than HKDF can give: our wrapper's bound is a precondition.
                #expect(test.size > HKDFSHA256.mostBytes, "case \(test.tcId)")
                continue
            }
            let derived = HKDFSHA256.derive(
                from: SecretBytes(copying: bytes(test.ikm)), salt: bytes(test.salt), info: bytes(test.info),
                count: test.size)
            #expect(hexadecimal(derived.array()) == test.okm, "case \(test.tcId)")
        }
    }

    @Test func `Ed25519 takes what was signed and nothing else`() throws {
        let groups = try WycheproofFile<SignatureGroup>.read("Signature/wycheproof/ed25519_test.json")
        var counts: [String: Int] = [:]
        for group in groups {
            let key = try #require(Ed25519VerifyingKey(bytes: bytes(group.publicKey.pk)))
            for test in group.tests {
                counts[test.result, default: 0] += 1
                let hasSigned = key.hasSigned(bytes(test.msg), signature: bytes(test.sig))
                // Where the standards leave it open, either answer will do.
                if test.result != "acceptable" { #expect(hasSigned == (test.result == "valid"), "case \(test.tcId)") }
            }
        }
        #expect(counts["valid", default: 0] > 80)
        #expect(counts["invalid", default: 0] > 60)
    }
}
