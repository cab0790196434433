package import Auditing
package import Keys
import Storage

/// Two operators accept that the store is an older copy, or another history, than an anchor knows. What they accept is
/// written into the history itself, so that it outlives the next start.
package struct AcceptRollback: ManagementOperation {
    package static var requiredLevel: Operator.Level { .admin }

    let contradictions: [AnchorContradiction]
    /// Who agrees with the one who acts: another, with the same right.
    let second: OperatorID

    package init(_ contradictions: [AnchorContradiction], second: OperatorID) {
        self.contradictions = contradictions
        self.second = second
    }

    /// Returns how many entries were written: one for each anchor.
    package func perform(in act: Act) throws -> Int {
        guard case .operator(let first, _) = act.caller.actor, first != self.second else {
            throw ManagementError(
                .forbidden, "It takes two operators to accept a rollback, each with a key of their own.")
        }
        guard let second = try act.reader.operator(self.second), second.isLive(at: act.now),
            second.level.includes(Self.requiredLevel)
        else { throw ManagementError(.forbidden, "The second operator has not the right to accept a rollback.") }
        for contradiction in self.contradictions {
            try act.transaction.append(self.draft(contradiction, act))
        }
        return self.contradictions.count
    }

    private func draft(_ contradiction: AnchorContradiction, _ act: Act) -> AuditDraft {
        let (known, head) = (contradiction.known, contradiction.head)
        return AuditDraft(
            timestamp: act.now.milliseconds, tenant: nil, actor: act.caller.actor.auditActor,
            action: .storageRollbackAccepted,
            object: .init(type: AcceptedRollbacks.objectType, id: known.anchor, version: known.size),
            reason: "the anchor knew \(known.size) entries, the store held \(head.size); \(self.second) agreed",
            requestID: act.caller.requestID?.description, previousStateHash: known.root, newStateHash: head.root)
    }
}
