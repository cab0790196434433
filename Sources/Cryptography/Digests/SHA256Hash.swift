import CKeyedDigest
package import Keys

/// Plain SHA-256, for what is public: leaf hashes and fingerprints.
package enum SHA256Hash {
    /// The hash of a run of bytes.
    package static func digest(of bytes: Span<UInt8>) -> Digest256 {
        self.digest(of: Span(), bytes)
    }

    /// The hash of two runs of bytes one after the other.
    package static func digest(of first: Span<UInt8>, _ second: Span<UInt8>) -> Digest256 {
        let words = first.withUnsafeBufferPointer { first in
            second.withUnsafeBufferPointer { second in
                keyed_digest_sha256(first.baseAddress, first.count, second.baseAddress, second.count)
            }
        }
        return .init(words: (words.first, words.second, words.third, words.fourth))
    }
}
