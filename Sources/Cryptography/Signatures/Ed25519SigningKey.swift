import Crypto
import FoundationEssentials

/// Signs with Ed25519 (RFC 8032): the same key and message always give the same signature.
package final class Ed25519SigningKey: Sendable {
    /// Bytes of the seed that the key is made of, and of a signature.
    package static let seedLength = 32
    package static let signatureLength = 64

    /// The library's key is made of it for each signature and zeroes what it copied.
    private let seed: SecretBytes
    package let verifyingKey: Ed25519VerifyingKey

    /// Takes over the 32 bytes that RFC 8032 calls the private key.
    package init(seed: consuming SecretBytes) throws(CryptographyError) {
        guard seed.count == Self.seedLength, let key = Self.key(seed),
            let verifyingKey = Ed25519VerifyingKey(bytes: Array(key.publicKey.rawRepresentation))
        else { throw .init(.encodingMalformed, "an Ed25519 key has \(Self.seedLength) bytes, not \(seed.count)") }
        self.seed = seed
        self.verifyingKey = verifyingKey
    }

    /// A new one.
    package convenience init(randomBytes: RandomBytes) throws(CryptographyError) {
        try self.init(seed: SecretBytes(random: Self.seedLength, from: randomBytes))
    }

    /// The 64 bytes of the signature.
    package func sign(_ message: [UInt8]) throws(CryptographyError) -> [UInt8] {
        guard let signature = try? Self.key(self.seed)?.signature(for: message) else {
            throw .init(.signingFailed, "Ed25519 gave no signature")
        }
        return Array(signature)
    }

    /// Lends the seed to code that stores it sealed.
    package func withSeed<Result: ~Copyable, Failure: Error>(
        _ body: (borrowing SecretBytes) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(self.seed)
    }

    private static func key(_ seed: borrowing SecretBytes) -> Curve25519.Signing.PrivateKey? {
        try? .init(rawRepresentation: seed.buffer)
    }
}
