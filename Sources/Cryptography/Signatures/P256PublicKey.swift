import Crypto

/// Checks signatures of ECDSA over P-256 with SHA-256 (FIPS 186-5).
package struct P256PublicKey: Sendable {
    private let key: P256.Signing.PublicKey

    /// Reads a `PUBLIC KEY` block; `nil` for anything else.
    package init?(pem: String) {
        guard let key = try? P256.Signing.PublicKey(pemRepresentation: pem) else { return nil }
        self.key = key
    }

    /// Whether the owner of the key signed exactly these bytes. `signature` is ASN.1 DER.
    package func hasSigned(_ message: [UInt8], signature: [UInt8]) -> Bool {
        guard let signature = try? P256.Signing.ECDSASignature(derRepresentation: signature) else { return false }
        return self.key.isValidSignature(signature, for: message)
    }
}
