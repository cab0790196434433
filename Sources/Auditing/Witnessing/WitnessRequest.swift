package import Keys

/// What `add-checkpoint` carries (C2SP tlog-witness): `old <size>`, the hashes of a consistency proof, an empty line, a
/// checkpoint with its signatures.
package struct WitnessRequest: Hashable, Sendable {
    /// Most bytes: the old size, the hashes, and as long a note as there may be.
    package static let longestBody = 32 + ConsistencyProof.longestPath * 45 + SignedNote.longestText

    /// How far the witness has come, as the log believes.
    package let oldSize: UInt64
    /// From the old size to the checkpoint's (RFC 6962, section 2.1.2).
    package let proof: [Digest256]
    package let note: SignedNote
    /// What the note says.
    package let checkpoint: Checkpoint

    /// Refuses a note that is no checkpoint and a proof that is too long.
    package init(oldSize: UInt64, proof: [Digest256], note: SignedNote) throws(AuditingError) {
        guard proof.count <= ConsistencyProof.longestPath else { throw Self.malformed("it has too many hashes") }
        self.checkpoint = try Checkpoint(text: note.text)
        self.oldSize = oldSize
        self.proof = proof
        self.note = note
    }

    /// Reads what `body` writes and nothing else.
    package init(body: [UInt8]) throws(AuditingError) {
        guard body.count <= Self.longestBody else { throw Self.malformed("it is too long") }
        var lines = TextLines(body[...])
        guard let first = lines.next(), first.utf8.starts(with: "old ".utf8),
            let oldSize = DecimalText.parse(first.dropFirst(4))
        else { throw Self.malformed("it does not begin with 'old' and a size") }
        var proof: [Digest256] = []
        while true {
            guard let line = lines.next() else { throw Self.malformed("it ends before the checkpoint") }
            guard !line.isEmpty else { break }
            guard let hash = Base64Text.decode(line).flatMap(Digest256.init(bytes:)),
                proof.count < ConsistencyProof.longestPath
            else { throw Self.malformed("its proof is no run of at most 63 hashes") }
            proof.append(hash)
        }
        try self.init(oldSize: oldSize, proof: proof, note: try SignedNote(lines.rest))
    }

    /// The request as it is sent.
    package var body: [UInt8] {
        let hashes = self.proof.map { Base64Text.encode($0.bytes) + "\n" }.joined()
        return Array("old \(self.oldSize)\n\(hashes)\n\(self.note.serialized)".utf8)
    }

    private static func malformed(_ what: String) -> AuditingError {
        .init(.proofMalformed, "malformed request: \(what)")
    }
}
