import Cryptography
import Keys
import Testing

@Suite struct PepperHasherTests {
    private static let id = Array("0123456789ABCDEF".utf8)
    private static let secret = [UInt8](repeating: UInt8(ascii: "a"), count: 43)

    private static func hasher(pepper: [UInt8] = Array(0..<32), environment: String) -> PepperHasher {
        PepperHasher(pepper: SecretBytes(copying: pepper), environment: environment)
    }

    /// Computed apart from this code, with Python's hmac.
    @Test func `the digest is the documented one`() {
        let digest = Self.hasher(environment: "env_0123456789abcdef")
            .digest(id: Self.id, secret: Self.secret)
        #expect(digest.hexadecimal == "5352843e0ecc707b28d1c95df9f54d763d113a5703af70913fc1cf4528ebcae7")
    }

    /// Computed apart from this code, with Python's hmac: each is the one before, under the next pepper.
    @Test func `a digest in a digest is the documented one, however deep`() {
        let environment = "env_0123456789abcdef"
        let hashers = (UInt8(0)..<4).map { number in
            Self.hasher(pepper: Array((32 * number)...(32 * number + 31)), environment: environment)
        }
        var digest = hashers[0].digest(id: Self.id, secret: Self.secret)
        for (hasher, expected) in zip(
            hashers.dropFirst(),
            [
                "397bbfe37549b2f4f944c2a4f8147dfc529d12674be22e782d45b5136ff85923",
                "7e32885cf343cba8faa912c3763103daaed3268b934ce7785c4ee64874bca20e",
                "7173c6d6269bd34b34489a3d2778886e3d58d2e7d653d5030d0ffa9eff3683ac",
            ])
        {
            digest = hasher.nested(digest)
            #expect(digest.hexadecimal == expected)
        }
    }

    @Test func `pepper, environment, id and secret all count`() {
        let base = Self.hasher(environment: "env_a").digest(id: Self.id, secret: Self.secret)
        let otherID = Array("0123456789ABCDEG".utf8)
        var otherSecret = Self.secret
        otherSecret[42] = UInt8(ascii: "b")
        let others = [
            Self.hasher(environment: "env_b").digest(id: Self.id, secret: Self.secret),
            Self.hasher(pepper: Array(1...32), environment: "env_a").digest(id: Self.id, secret: Self.secret),
            Self.hasher(environment: "env_a").digest(id: otherID, secret: Self.secret),
            Self.hasher(environment: "env_a").digest(id: Self.id, secret: otherSecret),
        ]
        #expect(Set(others + [base]).count == 5)
    }
}
