/// Encryption of one record (docs/cryptography.md, Envelopes).
///
/// ```
/// offset  bytes  what
///      0      1  suite: 1 = HKDF-SHA-256 and AES-256-GCM
///      1     32  salt, random for every envelope
///     33     32  key commitment
///     65      n  ciphertext, as long as the plaintext
///   65+n     16  GCM tag
/// ```
///
/// `HKDF-SHA-256(key, salt, info = additional data)` gives 76 bytes: the AES key (32), the nonce (12) and the commitment
/// (32). Each AES key seals one message, so nonces cannot repeat; the commitment, compared before anything is opened,
/// keeps one ciphertext from opening under two keys. The additional data is authenticated by GCM as well.
package enum Envelope {
    /// The one suite there is. Others get their own number; a number is never used twice.
    package static let suite: UInt8 = 1
    /// What an envelope adds to its plaintext.
    package static let overhead = 1 + saltLength + commitmentLength + AES256GCM.tagLength
    /// Longest plaintext.
    package static let longestPlaintext = 1 << 24

    private static let saltLength = 32
    private static let commitmentLength = 32
    private static let ciphertextOffset = 1 + saltLength + commitmentLength

    /// Seals a secret under the key for exactly this context.
    package static func seal(
        _ plaintext: borrowing SecretBytes, under key: borrowing SecretBytes, context: AssociatedContext,
        randomBytes: RandomBytes
    ) throws(CryptographyError) -> [UInt8] {
        guard plaintext.count <= longestPlaintext else {
            throw .init(.envelopeMalformed, "nothing longer than \(longestPlaintext) bytes is sealed")
        }
        let salt = randomBytes(saltLength)
        precondition(salt.count == saltLength, "the source of randomness gave too few bytes")
        let additional = context.additionalData(suite: suite)
        let keys = messageKeys(key, salt, additional)
        return try keys.withBytes { (keys) throws(CryptographyError) in
            let ciphertext = try plaintext.withBytes { (plaintext) throws(CryptographyError) in
                try AES256GCM.seal(
                    plaintext, key: keys.extracting(keyRange), nonce: keys.extracting(nonceRange),
                    additional: additional.span)
            }
            var envelope: [UInt8] = [suite]
            envelope.reserveCapacity(ciphertextOffset + ciphertext.count)
            envelope += salt
            keys.extracting(commitmentRange).withUnsafeBufferPointer { envelope.append(contentsOf: $0) }
            envelope += ciphertext
            return envelope
        }
    }

    /// Opens what was sealed under this key in this context; every other combination is refused.
    package static func open(
        _ envelope: [UInt8], under key: borrowing SecretBytes, context: AssociatedContext
    ) throws(CryptographyError) -> SecretBytes {
        guard envelope.count >= overhead, envelope.count <= overhead + longestPlaintext else {
            throw .init(.envelopeMalformed, "the envelope is cut short or too long")
        }
        guard envelope[0] == suite else {
            throw .init(.envelopeMalformed, "the envelope is of suite \(envelope[0]), which this version does not have")
        }
        let additional = context.additionalData(suite: envelope[0])
        let keys = messageKeys(key, Array(envelope[1..<33]), additional)
        var isGenuine = false
        let plaintext = SecretBytes(count: envelope.count - overhead) { target in
            isGenuine = keys.withBytes { keys in
                let commitment = envelope.span.extracting(33..<ciphertextOffset)
                guard ConstantTime.equals(keys.extracting(commitmentRange), commitment) else { return false }
                return AES256GCM.open(
                    envelope.span.extracting(ciphertextOffset...), key: keys.extracting(keyRange),
                    nonce: keys.extracting(nonceRange), additional: additional.span, into: target)
            }
        }
        guard isGenuine else {
            throw .init(.envelopeRejected, "the envelope was changed, or belongs to another place or key")
        }
        return plaintext
    }

    /// What one message is sealed with; the ranges below say what of it is what.
    private static func messageKeys(
        _ key: borrowing SecretBytes, _ salt: [UInt8], _ additional: [UInt8]
    ) -> SecretBytes {
        HKDFSHA256.derive(from: key, salt: salt, info: additional, count: commitmentRange.upperBound)
    }

    private static let keyRange = 0..<32
    private static let nonceRange = 32..<44
    private static let commitmentRange = 44..<76
}
