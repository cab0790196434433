/// A checkpoint whose signatures were checked.
struct VerifiedHead {
    let head: TreeHead
    /// The newest of the log's keys that signed it.
    let key: TrustedKey
    let cosignatures: [LogReport.Cosignature]

    /// The checkpoint that some bytes hold; `file` is what to call it in a finding.
    init(_ bytes: ArraySlice<UInt8>, trust: Trust, file: String?) throws(LogFinding) {
        guard let note = SignedText(bytes), let head = TreeHead(note.text) else {
            throw .init(.checkpointMalformed, file: file, "the checkpoint is no signed note with origin, size and root")
        }
        self.key = try Self.signer(of: note, trust, file: file)
        guard head.origin == self.key.nameBytes else {
            throw .init(
                .checkpointOfOtherLog, file: file, "the checkpoint is of \(head.name), the key of \(trust.name)")
        }
        self.head = head
        self.cosignatures = try Self.cosignatures(of: note, trust: trust, file: file)
    }

    /// One of the log's keys must have signed, and none may be claimed that has not.
    private static func signer(
        of note: SignedText, _ trust: Trust, file: String?
    ) throws(LogFinding) -> TrustedKey {
        var newest: TrustedKey?
        for key in trust.logs {
            let signed = note.check(key)
            guard signed.isSound else {
                throw .init(
                    .checkpointUnsigned, file: file, "the signature of \(trust.name) is not of this checkpoint")
            }
            if signed.timestamp != nil { newest = key }
        }
        guard let newest else {
            throw .init(.checkpointUnsigned, file: file, "the checkpoint is not signed by \(trust.name)")
        }
        return newest
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
