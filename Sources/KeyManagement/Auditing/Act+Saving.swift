import Auditing
import Keys
import Storage

/// A changed record is stored with its revision counted up, and its entry written, in one step.
extension Act {
    func save(
        _ changed: KeyRecord, replacing before: KeyRecord, _ action: AuditAction, reason: String? = nil
    ) throws -> KeyRecord {
        var changed = changed
        changed.revision = before.revision &+ 1
        try self.transaction.update(changed)
        try self.record(action, .init(changed), before: .init(before), reason: reason)
        return changed
    }

    func save(_ changed: Project, replacing before: Project) throws -> Project {
        var changed = changed
        changed.revision = before.revision &+ 1
        try self.transaction.update(changed)
        try self.record(.projectUpdate, .init(changed), before: .init(before))
        return changed
    }

    func save(_ changed: Environment, replacing before: Environment) throws -> Environment {
        var changed = changed
        changed.revision = before.revision &+ 1
        try self.transaction.update(changed)
        try self.record(.environmentUpdate, .init(changed), before: .init(before))
        return changed
    }

    func save(_ changed: Identity, replacing before: Identity) throws -> Identity {
        var changed = changed
        changed.revision = before.revision &+ 1
        try self.transaction.update(changed)
        try self.record(.identityUpdate, .init(changed), before: .init(before))
        return changed
    }

    func save(_ changed: Role, replacing before: Role) throws -> Role {
        var changed = changed
        changed.revision = before.revision &+ 1
        try self.transaction.update(changed)
        try self.record(.roleUpdate, .init(changed), before: .init(before))
        return changed
    }

    func save(
        _ changed: Operator, replacing before: Operator, _ action: AuditAction, reason: String? = nil
    ) throws -> Operator {
        var changed = changed
        changed.revision = before.revision &+ 1
        try self.transaction.update(changed)
        try self.record(action, .init(changed), before: .init(before), reason: reason)
        return changed
    }
}
