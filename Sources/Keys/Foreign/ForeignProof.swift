/// What is stored of a foreign token. Never the token, nor a bare hash of it.
package enum ForeignProof: Hashable, Sendable {
    /// HMAC under the pepper of the token's SHA-256.
    case keyed(Digest256)
    /// HMAC under the pepper of another hash, all the other system kept. Becomes `keyed` at the first good use.
    case wrapped(ForeignHash, Digest256)
    /// The operator's declaration leaves the token below 112 bits: Argon2id behind a short bucket.
    case hardened(ForeignHash, HardenedDigest)
    /// Nothing admits: the other system kept a hash that proves nothing. The key waits for a rotation.
    case reissue
}

extension ForeignProof {
    /// The same proof with another digest in the place of its own.
    package func replacingDigest(_ change: (Digest256) -> Digest256) -> Self {
        switch self {
        case .keyed(let digest): .keyed(change(digest))
        case .wrapped(let hash, let digest): .wrapped(hash, change(digest))
        case .hardened(let hash, let hardened):
            .hardened(
                hash, .init(bucket: hardened.bucket, salt: hardened.salt, digest: change(hardened.digest)))
        case .reissue: .reissue
        }
    }
}
