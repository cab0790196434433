package import Cryptography
package import Keys

extension ForeignHash {
    /// The hash of a token's bytes.
    package func digest(of token: Span<UInt8>) -> [UInt8] {
        switch self {
        case .sha256: SHA256Hash.digest(of: token).bytes
        case .sha384: SHA2Hash.sha384(of: token)
        case .sha512: SHA2Hash.sha512(of: token)
        }
    }

    /// Tells digests of different hashes apart. Part of what is stored: never change one.
    private var kind: UInt8 {
        switch self {
        case .sha256: 1
        case .sha384: 2
        case .sha512: 3
        }
    }

    /// What finds a token whose hash is `digest`.
    package func keyed(_ digest: Span<UInt8>, by hasher: PepperHasher) -> Digest256 {
        hasher.foreignDigest(.keyed, kind: self.kind, of: digest)
    }

    /// The bucket of a token whose hash is `digest`.
    package func bucket(_ digest: Span<UInt8>, by hasher: PepperHasher) -> UInt16 {
        UInt16(truncatingIfNeeded: hasher.foreignDigest(.bucket, kind: self.kind, of: digest).words.0 >> 48)
    }

    /// What proves a token that could be guessed. Takes some 20 ms and 19 MiB.
    package func hardened(
        _ digest: Span<UInt8>, salt: Span<UInt8>, by hasher: PepperHasher
    ) throws(CryptographyError) -> Digest256 {
        let slow = try Argon2id.hash(digest, salt: salt)
        return hasher.foreignDigest(.hardened, kind: self.kind, of: slow.span)
    }
}
