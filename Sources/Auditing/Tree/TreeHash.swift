import Cryptography
package import Keys

/// The hashes of a Merkle tree (RFC 6962, section 2.1): leaves and nodes begin with different bytes, so that neither
/// passes for the other.
package enum TreeHash {
    /// The root of a tree without leaves: SHA-256 of nothing.
    package static let empty = SHA256Hash.digest(of: Span())

    /// The hash of what a leaf holds.
    package static func leaf(_ bytes: Span<UInt8>) -> Digest256 {
        let prefix: InlineArray<1, UInt8> = [0]
        return SHA256Hash.digest(of: prefix.span, bytes)
    }

    /// The hash of a node with two children.
    package static func node(_ left: Digest256, _ right: Digest256) -> Digest256 {
        SHA256Hash.digest(of: 1, left, right)
    }
}
