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
