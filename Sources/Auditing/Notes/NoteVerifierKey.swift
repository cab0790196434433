package import Cryptography
import Keys

/// The public half of a key that signs notes, with its name and what it signs (C2SP signed-note, "verifier keys").
package struct NoteVerifierKey: Hashable, Sendable, CustomStringConvertible {
    /// Signature types, by the bytes that stand for them.
    package enum Kind: UInt8, Hashable, Sendable, CaseIterable {
        /// Ed25519 over the note's text.
        case ed25519 = 0x01
        /// A witness's cosignature with its time (C2SP tlog-cosignature, `cosignature/v1`).
        case cosignature = 0x04
    }

    package let name: String
    package let kind: Kind
    package let key: Ed25519VerifyingKey
    /// The first four bytes of SHA-256 over the name, a newline, the kind and the key.
    package let keyID: UInt32

    /// Refuses names that a note cannot hold.
    package init(name: String, kind: Kind = .ed25519, key: Ed25519VerifyingKey) throws(AuditingError) {
        guard NoteName.isValid(name) else {
            throw .init(.keyMalformed, "a key's name is 1 to \(NoteName.longest) bytes without spaces and plus signs")
        }
        self.name = name
        self.kind = kind
        self.key = key
        let digest = SHA256Hash.digest(of: (Array(name.utf8) + [0x0a, kind.rawValue] + key.bytes).span)
        self.keyID = UInt32(truncatingIfNeeded: digest.words.0 >> 32)
    }

    /// `NAME+HASH+BASE64`: the key id as eight hexadecimal digits, then kind and key.
    package var description: String {
        let id = String(self.keyID, radix: 16)
        let padding = String(repeating: "0", count: 8 - id.utf8.count)
        return "\(self.name)+\(padding)\(id)+\(Base64Text.encode([self.kind.rawValue] + self.key.bytes))"
    }

    /// Reads what `description` writes and nothing else.
    package init(_ text: String) throws(AuditingError) {
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = Base64Text.decode(parts[2]), let type = bytes.first else {
            throw .init(.keyMalformed, "a verifier key is NAME+HASH+BASE64")
        }
        guard let kind = Kind(rawValue: type) else {
            throw .init(.keyMalformed, "the verifier key is of type \(type); 1 and 4 are known")
        }
        guard let key = Ed25519VerifyingKey(bytes: Array(bytes.dropFirst())) else {
            throw .init(.keyMalformed, "a verifier key has \(Ed25519VerifyingKey.length) bytes, not \(bytes.count - 1)")
        }
        try self.init(name: String(parts[0]), kind: kind, key: key)
        guard self.description.utf8.elementsEqual(text.utf8) else {
            throw .init(.keyMalformed, "the verifier key's hash is not that of its name and key")
        }
    }

    /// The time of the cosignature, or nothing for other kinds; `nil` when the key did not sign the text so.
    func check(_ signature: [UInt8], of text: String) -> VerifiedSignature? {
        switch self.kind {
        case .ed25519:
            return self.key.hasSigned(Array(text.utf8), signature: signature) ? .init(key: self, timestamp: nil) : nil
        case .cosignature:
            guard signature.count == 8 + Ed25519SigningKey.signatureLength else { return nil }
            let timestamp = signature[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            guard timestamp <= UInt64(Int64.max) else { return nil }
            let message = CosignedText.bytes(of: text, timestamp: timestamp)
            let isSigned = self.key.hasSigned(message, signature: Array(signature[8...]))
            return isSigned ? .init(key: self, timestamp: timestamp) : nil
        }
    }
}
