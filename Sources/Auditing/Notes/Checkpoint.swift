import Cryptography
package import Keys

/// The head of a log: how many entries it has and what they hash to (C2SP tlog-checkpoint).
package struct Checkpoint: Hashable, Sendable {
    /// Which log: the name of its key.
    package let origin: String
    package let size: UInt64
    package let root: Digest256

    package init(origin: String, size: UInt64, root: Digest256) {
        self.origin = origin
        self.size = size
        self.root = root
    }

    /// The note's text: three lines, no extensions.
    package var text: String { "\(self.origin)\n\(self.size)\n\(Base64Text.encode(self.root.bytes))\n" }

    /// Reads a note's text. Extension lines are let through and forgotten: who signed them is the note's affair.
    package init(text: String) throws(AuditingError) {
        let lines = text.utf8.split(separator: 0x0a, omittingEmptySubsequences: false).map { Substring($0) }
        guard lines.count >= 4, lines.last?.isEmpty == true, lines.dropLast().allSatisfy({ !$0.isEmpty }) else {
            throw Self.malformed("it is not three lines or more")
        }
        guard let size = DecimalText.parse(lines[1]), size <= TreeEdge.mostLeaves else {
            throw Self.malformed("its second line is no size")
        }
        guard let root = Base64Text.decode(lines[2]).flatMap(Digest256.init(bytes:)) else {
            throw Self.malformed("its third line is no hash")
        }
        guard size > 0 || root == TreeHash.empty else { throw Self.malformed("the root is not that of an empty tree") }
        self.init(origin: String(lines[0]), size: size, root: root)
    }

    /// The checkpoint of a note that the log with this key signed; its origin is the key's name.
    package init(_ note: SignedNote, signedBy key: NoteVerifierKey) throws(AuditingError) {
        try self.init(note, signedByOneOf: [key])
    }

    /// The checkpoint of a note that a log with several keys signed, with one of them or more.
    package init(_ note: SignedNote, signedByOneOf keys: [NoteVerifierKey]) throws(AuditingError) {
        let signed = try note.verified(by: keys)
        try self.init(text: note.text)
        for signature in signed where !NoteName.isSame(self.origin, signature.key.name) {
            throw .init(.checkpointOfOtherLog, "the checkpoint is of \(self.origin), not of \(signature.key.name)")
        }
    }

    /// The checkpoint as a note with the log's signature.
    package func signed(by signer: NoteSigner) throws -> SignedNote { try self.signed(by: [signer]) }

    /// The checkpoint as a note with a signature of each of the log's keys, in their order.
    package func signed(by signers: [NoteSigner]) throws -> SignedNote {
        try SignedNote(text: self.text, signatures: signers.map { try $0.sign(self.text) })
    }

    private static func malformed(_ what: String) -> AuditingError {
        .init(.checkpointMalformed, "malformed checkpoint: \(what)")
    }
}
