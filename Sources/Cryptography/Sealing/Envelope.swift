import Crypto
import FoundationEssentials

/// Encryption of one record (docs/decisions: sealed records).
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
    package static let overhead = 1 + saltLength + commitmentLength + tagLength
    /// Longest plaintext.
    package static let longestPlaintext = 1 << 24

    private static let saltLength = 32
    private static let commitmentLength = 32
    private static let nonceLength = 12
    private static let tagLength = 16

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
        let keys = MessageKeys(key: key, salt: salt, additional: additional)
        do {
            let box = try AES.GCM.seal(
                plaintext.buffer, using: keys.cipherKey, nonce: AES.GCM.Nonce(data: keys.nonce),
                authenticating: additional)
            return [suite] + salt + keys.commitment + Array(box.ciphertext) + Array(box.tag)
        } catch {
            throw .init(.envelopeRejected, "sealing failed: \(error)")
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
        let keys = MessageKeys(key: key, salt: Array(envelope[1..<33]), additional: additional)
        guard ConstantTime.equals(keys.commitment.span, Array(envelope[33..<65]).span) else { throw rejected }
        do {
            let tagOffset = envelope.count - tagLength
            let box = try AES.GCM.SealedBox(
                nonce: AES.GCM.Nonce(data: keys.nonce), ciphertext: envelope[65..<tagOffset],
                tag: envelope[tagOffset...])
            var opened = try AES.GCM.open(box, using: keys.cipherKey, authenticating: additional)
            defer { opened.resetBytes(in: opened.startIndex..<opened.endIndex) }
            return SecretBytes(count: opened.count) { opened.copyBytes(to: $0) }
        } catch {
            throw rejected
        }
    }

    private static var rejected: CryptographyError {
        .init(.envelopeRejected, "the envelope was changed, or belongs to another place or key")
    }

    /// What one message is sealed with.
    private struct MessageKeys {
        let cipherKey: SymmetricKey
        let nonce: [UInt8]
        let commitment: [UInt8]

        init(key: borrowing SecretBytes, salt: [UInt8], additional: [UInt8]) {
            let length = 32 + nonceLength + commitmentLength
            let derived = HKDFSHA256.derive(from: key, salt: salt, info: additional, count: length)
            let bytes = derived.buffer
            self.cipherKey = SymmetricKey(data: UnsafeRawBufferPointer(rebasing: bytes[..<32]))
            self.nonce = Array(bytes[32..<44])
            self.commitment = Array(bytes[44...])
            // The pointer above must not outlive the memory it points to.
            extendLifetime(derived)
        }
    }
}
