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
