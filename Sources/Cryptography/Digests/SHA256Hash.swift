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

    /// The hash of one byte and two digests one after the other: an inner node of a hash tree.
    package static func digest(of prefix: UInt8, _ left: Digest256, _ right: Digest256) -> Digest256 {
        let words = keyed_digest_sha256_pair(prefix, Self.words(left), Self.words(right))
        return .init(words: (words.first, words.second, words.third, words.fourth))
    }

    private static func words(_ digest: Digest256) -> keyed_digest_words {
        let (first, second, third, fourth) = digest.words
        return .init(first: first, second: second, third: third, fourth: fourth)
    }
}
