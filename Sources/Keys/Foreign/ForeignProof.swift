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

/// A hash that another system keeps of its tokens. Each is one that a token of 112 bits cannot be found from.
package enum ForeignHash: String, Hashable, Sendable, CaseIterable {
    case sha256, sha384, sha512

    /// Bytes of its digest.
    package var length: Int {
        switch self {
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }
}

/// The proof of a token that could be guessed.
package struct HardenedDigest: Hashable, Sendable {
    /// Bytes of a salt.
    package static let saltLength = 16

    /// The first 16 bits of an HMAC of the token's hash: it says which few proofs are worth the work, and next to nothing
    /// about the token.
    package let bucket: UInt16
    package let salt: [UInt8]
    /// HMAC under the pepper of Argon2id of the token's hash and the salt.
    package let digest: Digest256

    package init(bucket: UInt16, salt: [UInt8], digest: Digest256) {
        self.bucket = bucket
        self.salt = salt
        self.digest = digest
    }
}

/// Where imported keys come from.
package enum ImportSource: String, Hashable, Sendable, CaseIterable {
    case csv, json, unkey, kong, apisix, tyk, aws
}
