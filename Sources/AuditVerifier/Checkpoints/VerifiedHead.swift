/// A checkpoint whose signatures were checked.
struct VerifiedHead {
    let head: TreeHead
    let cosignatures: [LogReport.Cosignature]

    /// The checkpoint that some bytes hold; `file` is what to call it in a finding.
    init(_ bytes: ArraySlice<UInt8>, trust: Trust, file: String?) throws(LogFinding) {
        guard let note = SignedText(bytes), let head = TreeHead(note.text) else {
            throw .init(.checkpointMalformed, file: file, "the checkpoint is no signed note with origin, size and root")
        }
        let signed = note.check(trust.log)
        guard signed.isSound, signed.timestamp != nil else {
            throw .init(
                .checkpointUnsigned, file: file,
                signed.isSound
                    ? "the checkpoint is not signed by \(trust.log.name)"
                    : "the signature of \(trust.log.name) is not of this checkpoint")
        }
        guard head.origin == trust.log.nameBytes else {
            throw .init(
                .checkpointOfOtherLog, file: file, "the checkpoint is of \(head.name), the key of \(trust.log.name)")
        }
        self.head = head
        self.cosignatures = try Self.cosignatures(of: note, trust: trust, file: file)
    }

    private static func cosignatures(
        of note: SignedText, trust: Trust, file: String?
    ) throws(LogFinding) -> [LogReport.Cosignature] {
        var cosignatures: [LogReport.Cosignature] = []
        for witness in trust.witnesses {
            let cosigned = note.check(witness)
            guard cosigned.isSound else {
                throw .init(
                    .checkpointUnsigned, file: file, "the cosignature of \(witness.name) is not of this checkpoint")
            }
            guard let timestamp = cosigned.timestamp else { continue }
            cosignatures.append(.init(name: witness.name, timestamp: timestamp))
        }
        guard cosignatures.count >= trust.quorum else {
            let missing = trust.witnesses.map(\.name).filter { name in !cosignatures.contains { $0.name == name } }
            throw .init(
                .witnessMissing, file: file, "not cosigned by \(missing.joined(separator: ", "))")
        }
        return cosignatures
    }
}
