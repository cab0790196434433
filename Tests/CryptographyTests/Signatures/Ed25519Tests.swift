import Cryptography
import TestKit
import Testing

@Suite struct Ed25519Tests {
    /// RFC 8032, section 7.1: seed, public key, message, signature.
    static let vectors: [(String, String, String, String)] = [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
        (
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
        (
            "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
            "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
                + "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"
        ),
    ]

    private func key(_ seed: String) throws -> Ed25519SigningKey {
        try .init(seed: .init(copying: bytes(seed)))
    }

    @Test func `the vectors of the standard`() throws {
        for (seed, publicKey, message, signature) in Self.vectors {
            let key = try self.key(seed)
            #expect(hexadecimal(key.verifyingKey.bytes) == publicKey)
            #expect(try hexadecimal(key.sign(bytes(message))) == signature)
            let verifying = try #require(Ed25519VerifyingKey(bytes: bytes(publicKey)))
            #expect(verifying.hasSigned(bytes(message), signature: bytes(signature)))
        }
    }

    @Test func `a signature holds for its message and key alone`() throws {
        let (seed, _, message, signature) = Self.vectors[3]
        let key = try self.key(seed).verifyingKey
        let other = try self.key(Self.vectors[0].0).verifyingKey
        #expect(!other.hasSigned(bytes(message), signature: bytes(signature)))
        #expect(!key.hasSigned(bytes(message) + [0], signature: bytes(signature)))
        for position in 0..<64 {
            var changed = bytes(signature)
            changed[position] ^= 0x10
            #expect(!key.hasSigned(bytes(message), signature: changed))
        }
        for changed in [[], Array(bytes(signature).dropLast()), bytes(signature) + [0]] {
            #expect(!key.hasSigned(bytes(message), signature: changed))
        }
    }

    /// RFC 8032, section 5.1.7: S must lie below the group's order, else anybody could make a second signature.
    @Test func `a signature has one form`() throws {
        let order: [UInt8] = bytes("edd3f55c1a631258d69cf7a2def9de14000000000000000000000000000000") + [0x10]
        let (_, publicKey, message, signature) = Self.vectors[1]
        let key = try #require(Ed25519VerifyingKey(bytes: bytes(publicKey)))
        var other = bytes(signature)
        var carry = 0
        for index in 0..<32 {
            let sum = Int(other[32 + index]) + Int(order[index]) + carry
            other[32 + index] = UInt8(truncatingIfNeeded: sum)
            carry = sum >> 8
        }
        #expect(!key.hasSigned(bytes(message), signature: other))
    }

    @Test func `bytes of another length are no key, and no point of the curve has signed nothing`() throws {
        #expect(Ed25519VerifyingKey(bytes: []) == nil)
        #expect(Ed25519VerifyingKey(bytes: .init(repeating: 1, count: 31)) == nil)
        #expect(Ed25519VerifyingKey(bytes: .init(repeating: 1, count: 33)) == nil)
        let noPoint = try #require(Ed25519VerifyingKey(bytes: [2] + [UInt8](repeating: 0, count: 31)))
        #expect(!noPoint.hasSigned([1], signature: .init(repeating: 0, count: 64)))
    }

    @Test func `a seed has 32 bytes and is lent for storing`() throws {
        for count in [0, 31, 33, 64] {
            let error = #expect(throws: CryptographyError.self) {
                try Ed25519SigningKey(seed: .init(copying: [UInt8](repeating: 1, count: count)))
            }
            #expect(error?.code == .encodingMalformed)
        }
        let key = try Ed25519SigningKey { [UInt8](repeating: 5, count: $0) }
        let lent = key.withSeed { $0.array() }
        #expect(lent == [UInt8](repeating: 5, count: 32))
    }
}
