/// What the answer to an act says of its entry in the audit log.
struct AuditReceipt: Hashable, Sendable {
    /// The member that carries it.
    static let member = "audit"

    /// The last entry of the act.
    let sequence: Int64
    /// The first one, when there are several.
    let firstSequence: Int64?
    /// That it is in the log, as C2SP tlog-proof has it.
    let proof: String

    /// `nil` when the act changed nothing, and so has no entry.
    init?(_ document: JSONValue) {
        guard let audit = document[Self.member], let sequence = audit["sequence"]?.integer,
            let proof = audit["proof"]?.string
        else { return nil }
        self.sequence = sequence
        self.firstSequence = audit["first_sequence"]?.integer
        self.proof = proof
    }

    /// `audit entry 12, proven in tree of 13`
    var line: String {
        let entries = self.firstSequence.map { "audit entries \($0) to \(self.sequence)" }
        let size = ProofText(self.proof).head?.size
        return (entries ?? "audit entry \(self.sequence)") + (size.map { ", proven in tree of \($0)" } ?? "")
    }
}
