import Crypto

/// Checks signatures of Ed25519 (RFC 8032). Public, so it may be printed and compared.
package struct Ed25519VerifyingKey: Hashable, Sendable {
    /// Bytes of the key's encoding.
    package static let length = 32

    package let bytes: [UInt8]

    /// `nil` for another number of bytes. Bytes that are no point of the curve make a key that has signed nothing.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.length else { return nil }
        self.bytes = bytes
    }

    /// Whether the owner of the key signed exactly these bytes.
    package func hasSigned(_ message: [UInt8], signature: [UInt8]) -> Bool {
        guard signature.count == Ed25519SigningKey.signatureLength,
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: self.bytes)
        else { return false }
        return key.isValidSignature(signature, for: message)
    }
}
