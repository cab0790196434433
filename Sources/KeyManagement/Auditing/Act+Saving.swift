import Auditing

extension Act {
    /// Stores a changed record with its revision counted up, and writes its entry, in one step.
    func save<Record: RevisedRecord>(
        _ changed: Record, replacing before: Record, _ action: AuditAction, reason: String? = nil
    ) throws -> Record {
        var changed = changed
        changed.revision = before.revision &+ 1
        try changed.update(in: self.transaction)
        try self.record(action, changed.auditSubject, before: before.auditSubject, reason: reason)
        return changed
    }
}
