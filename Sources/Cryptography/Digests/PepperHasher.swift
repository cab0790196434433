package import Keys

/// Makes the digests of issued keys: HMAC-SHA-256 over the ASCII `id ‖ secret` under a subkey of one version of an
/// environment's pepper (docs/ARCHITECTURE.md, Model).
package final class PepperHasher: Sendable {
    /// Bytes of a pepper.
    package static let pepperLength = 32

    private let key: HMACKey
    /// A subkey of its own: what is made of a foreign token can never pass for the digest of one of ours.
    private let foreignKey: HMACKey

    /// - Parameters:
    ///   - pepper: The secret of that version.
    ///   - environment: The environment's id in its text form; operators have `operators` in its place.
    package init(pepper: borrowing SecretBytes, environment: String) {
        var info = CanonicalEncoder()
        info.append("gatehouse/apikey/v1")
        info.append(environment)
        self.key = HMACKey(HKDFSHA256.derive(from: pepper, info: info.bytes, count: 32))
        var foreign = CanonicalEncoder()
        foreign.append("gatehouse/foreign/v1")
        foreign.append(environment)
        self.foreignKey = HMACKey(HKDFSHA256.derive(from: pepper, info: foreign.bytes, count: 32))
    }

    /// The digest of a key's secret. Allocates nothing.
    package func digest(id: Span<UInt8>, secret: Span<UInt8>) -> Digest256 {
        self.key.authenticate(id, secret)
    }

    /// The digest around a digest that was made under another pepper, which has leaked: HMAC-SHA-256 over its 32 bytes.
    /// No digest of a secret is one of these: id and secret are longer. Allocates nothing.
    package func nested(_ digest: Digest256) -> Digest256 {
        var bytes = InlineArray<32, UInt8>(repeating: 0)
        for place in 0..<8 {
            let shift = UInt64(56 - 8 * place)
            bytes[place] = UInt8(truncatingIfNeeded: digest.words.0 &>> shift)
            bytes[8 + place] = UInt8(truncatingIfNeeded: digest.words.1 &>> shift)
            bytes[16 + place] = UInt8(truncatingIfNeeded: digest.words.2 &>> shift)
            bytes[24 + place] = UInt8(truncatingIfNeeded: digest.words.3 &>> shift)
        }
        return self.key.authenticate(bytes.span)
    }

    /// The digest in one under each of these, from the inside outwards.
    package static func nest(_ digest: Digest256, in outer: [PepperHasher]) -> Digest256 {
        outer.reduce(digest) { $1.nested($0) }
    }

    /// What the digest of a foreign token is for: each use has a domain of its own.
    package enum ForeignUse: UInt8, Sendable {
        /// Finds a token whose hash is this.
        case keyed = 1
        /// Chooses the bucket of a token that could be guessed.
        case bucket = 2
        /// Guards what Argon2id made of it.
        case hardened = 3
    }

    /// The digest of something derived from a foreign token; `kind` tells hashes apart that the same bytes could be of.
    package func foreignDigest(_ use: ForeignUse, kind: UInt8, of bytes: Span<UInt8>) -> Digest256 {
        let domain: InlineArray<2, UInt8> = [use.rawValue, kind]
        return self.foreignKey.authenticate(domain.span, bytes)
    }
}
