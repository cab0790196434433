import CAuthenticatedCipher

/// AES-256-GCM (NIST SP 800-38D) with nonces of 12 bytes and tags of 16. Who uses it answers for nonces that never repeat
/// under a key: an envelope and a stream derive them together with a key of their own.
///
/// Nothing is copied on the way: plaintext is read from, and written to, the memory given.
package enum AES256GCM {
    package static let keyLength = Int(AUTHENTICATED_CIPHER_KEY_BYTES)
    package static let nonceLength = Int(AUTHENTICATED_CIPHER_NONCE_BYTES)
    package static let tagLength = Int(AUTHENTICATED_CIPHER_TAG_BYTES)

    /// The ciphertext, then the tag.
    package static func seal(
        _ plaintext: Span<UInt8>, key: Span<UInt8>, nonce: Span<UInt8>, additional: Span<UInt8>
    ) throws(CryptographyError) -> [UInt8] {
        self.checkLengths(key, nonce)
        var isDone = false
        let sealed = [UInt8](unsafeUninitializedCapacity: plaintext.count + self.tagLength) { target, count in
            guard let target = target.baseAddress else { return }
            isDone = self.withPointers(key, nonce, additional, plaintext) { key, nonce, additional, plaintext in
                authenticated_cipher_seal(
                    key, nonce, additional.baseAddress, additional.count, plaintext.baseAddress, plaintext.count,
                    target)
            }
            if isDone { count = plaintext.count + self.tagLength }
        }
        guard isDone else { throw .init(.envelopeRejected, "sealing failed") }
        return sealed
    }

    /// Writes the plaintext, which is shorter than `sealed` by the tag, to `target`.
    ///
    /// - Returns: whether the tag is right; if not, nothing of the plaintext is left.
    package static func open(
        _ sealed: Span<UInt8>, key: Span<UInt8>, nonce: Span<UInt8>, additional: Span<UInt8>,
        into target: UnsafeMutableRawBufferPointer
    ) -> Bool {
        self.checkLengths(key, nonce)
        precondition(sealed.count == target.count + self.tagLength, "the plaintext is shorter by the tag")
        let plaintext = target.assumingMemoryBound(to: UInt8.self)
        return self.withPointers(key, nonce, additional, sealed) { key, nonce, additional, sealed in
            guard let start = sealed.baseAddress else { return false }
            return authenticated_cipher_open(
                key, nonce, additional.baseAddress, additional.count, start, plaintext.count, plaintext.baseAddress)
        }
    }

    private typealias Bytes = UnsafeBufferPointer<UInt8>

    private static func withPointers(
        _ key: Span<UInt8>, _ nonce: Span<UInt8>, _ additional: Span<UInt8>, _ text: Span<UInt8>,
        _ body: (UnsafePointer<UInt8>, UnsafePointer<UInt8>, Bytes, Bytes) -> Bool
    ) -> Bool {
        key.withUnsafeBufferPointer { key in
            nonce.withUnsafeBufferPointer { nonce in
                additional.withUnsafeBufferPointer { additional in
                    text.withUnsafeBufferPointer { text in
                        guard let key = key.baseAddress, let nonce = nonce.baseAddress else { return false }
                        return body(key, nonce, additional, text)
                    }
                }
            }
        }
    }

    private static func checkLengths(_ key: Span<UInt8>, _ nonce: Span<UInt8>) {
        precondition(key.count == self.keyLength, "a key of AES-256 has 32 bytes")
        precondition(nonce.count == self.nonceLength, "a nonce has 12 bytes")
    }
}
