/// Encryption of something too long for memory: chunks in the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár
/// 2015), as age has it (docs/cryptography.md, Streams).
///
/// ```
/// offset  bytes  what
///      0      8  "GHSTREAM"
///      8      1  suite: 1 = HKDF-SHA-256 and AES-256-GCM
///      9      1  size of a chunk as a power of two: 16
///     10     32  salt, random for every stream
///     42     32  key commitment
///     74         chunks: each 65,536 bytes of ciphertext, the last one 1 to 65,536, and a GCM tag of 16
/// ```
///
/// `HKDF-SHA-256(key, salt, info = the ten bytes before the salt, then the additional data)` gives 71 bytes: the AES key
/// (32), the beginning of all nonces (7) and the commitment (32). A nonce goes on with the number of the chunk (4,
/// big-endian) and a byte that is 1 for the last chunk and 0 for the others. So a chunk that is moved, left out or repeated,
/// an end cut off and a header changed are all noticed; of nothing at all there is one empty last chunk.
package enum SealedStream {
    package static let chunkLength = 1 << 16
    package static let headerLength = 74

    static let magic = Array("GHSTREAM".utf8)
    static let suite: UInt8 = 1
    static let chunkExponent: UInt8 = 16
    static let saltLength = 32
    static let sealedChunkLength = chunkLength + AES256GCM.tagLength
    static var prefix: [UInt8] { self.magic + [self.suite, self.chunkExponent] }

    static let commitmentRange = 39..<71

    /// What the chunks are sealed with, and the commitment to it.
    static func keys(_ key: borrowing SecretBytes, salt: [UInt8], context: AssociatedContext) -> SecretBytes {
        HKDFSHA256.derive(
            from: key, salt: salt, info: self.prefix + context.additionalData(suite: self.suite),
            count: self.commitmentRange.upperBound)
    }
}
