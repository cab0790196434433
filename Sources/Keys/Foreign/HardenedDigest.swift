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
