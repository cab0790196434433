import Auditing
package import Keys
package import Storage

/// Ends an operator's key for ever, at once.
package struct RevokeOperator: ManagementOperation {
    package static var requiredLevel: Operator.Level { .admin }
    package var priority: WritePriority { .revocation }

    let id: OperatorID
    let reason: String?

    package init(_ id: OperatorID, reason: String? = nil) {
        self.id = id
        self.reason = reason
    }

    package func perform(in act: Act) throws -> Operator {
        try FieldChecks.check(reason: self.reason)
        let before = try act.reader.existing(self.id)
        try act.require(revision: before.revision)
        guard before.revokedAt == nil else { return before }
        var changed = before
        changed.revokedAt = act.now
        return try act.save(changed, replacing: before, .operatorRevoke, reason: self.reason)
    }
}
