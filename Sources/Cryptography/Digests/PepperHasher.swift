package import Keys

/// Makes the digests of issued keys: HMAC-SHA-256 over the ASCII `id ‖ secret` under a subkey of one version of an
/// environment's pepper (docs/ARCHITECTURE.md, Model).
package final class PepperHasher: Sendable {
    /// Bytes of a pepper.
    package static let pepperLength = 32

    private let key: HMACKey

    /// - Parameters:
    ///   - pepper: The secret of that version.
    ///   - environment: The environment's id in its text form; operators have `operators` in its place.
    package init(pepper: borrowing SecretBytes, environment: String) {
        var info = CanonicalEncoder()
        info.append("gatehouse/apikey/v1")
        info.append(environment)
        self.key = HMACKey(HKDFSHA256.derive(from: pepper, info: info.bytes, count: 32))
    }

    /// The digest of a key's secret. Allocates nothing.
    package func digest(id: Span<UInt8>, secret: Span<UInt8>) -> Digest256 {
        self.key.authenticate(id, secret)
    }
}
