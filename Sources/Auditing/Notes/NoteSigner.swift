package import Cryptography

/// A key with a name that signs notes: a log's, or a witness's.
package struct NoteSigner: Sendable {
    package let verifierKey: NoteVerifierKey
    /// The secret half, for code that stores it sealed.
    package let key: Ed25519SigningKey

    package var name: String { self.verifierKey.name }

    /// A log's key signs the text, a witness's (`kind` `.cosignature`) cosigns it with the time.
    package init(
        name: String, key: Ed25519SigningKey, kind: NoteVerifierKey.Kind = .ed25519
    ) throws(AuditingError) {
        self.verifierKey = try .init(name: name, kind: kind, key: key.verifyingKey)
        self.key = key
    }

    /// Signs a note's text, which ends in a newline.
    ///
    /// `timestamp`: Seconds since 1970-01-01T00:00:00Z, for cosignatures; others do not hold a time.
    package func sign(_ text: String, timestamp: UInt64 = 0) throws(CryptographyError) -> NoteSignature {
        let signature: [UInt8]
        switch self.verifierKey.kind {
        case .ed25519: signature = try self.key.sign(Array(text.utf8))
        case .cosignature:
            let timestamp = min(timestamp, UInt64(Int64.max))
            let time = (0..<8).map { UInt8(truncatingIfNeeded: timestamp >> UInt64(56 - 8 * $0)) }
            signature = time + (try self.key.sign(CosignedText.bytes(of: text, timestamp: timestamp)))
        }
        return .init(name: self.name, keyID: self.verifierKey.keyID, signature: signature)
    }
}
