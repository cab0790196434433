import Auditing
package import Keys

/// Renames an operator, or changes their level or the end of their key.
package struct UpdateOperator: ManagementOperation {
    package static var requiredLevel: Operator.Level { .admin }

    let id: OperatorID
    package var name: String?
    package var level: Operator.Level?
    package var expiry: ExpiryRequest?

    package init(_ id: OperatorID) { self.id = id }

    package func perform(in act: Act) throws -> Operator {
        let before = try act.reader.existing(self.id)
        try act.require(revision: before.revision)
        guard before.revokedAt == nil else { throw ManagementError(LifecycleObjection.revoked) }
        var changed = before
        if let name = self.name { changed.name = name }
        if let level = self.level { changed.level = level }
        let expiry = try self.expiry?.resolved(by: .operators, at: act.now)
        if let expiry { changed.expiresAt = expiry.date }
        try FieldChecks.checkOperator(name: changed.name)
        guard changed != before else { return before }
        return try act.save(changed, replacing: before, .operatorUpdate, reason: expiry?.reason)
    }
}
