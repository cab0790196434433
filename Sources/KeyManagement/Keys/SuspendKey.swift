import Auditing
package import Keys
package import Storage

/// Stops a key until it is resumed. One that is stopped already stays as it is.
package struct SuspendKey: ManagementOperation {
    package var priority: WritePriority { .revocation }

    let id: KeyID
    let reason: String?

    package init(_ id: KeyID, reason: String? = nil) {
        self.id = id
        self.reason = reason
    }

    package func perform(in act: Act) throws -> KeyDetails {
        try FieldChecks.check(reason: self.reason)
        let before = try act.reader.existing(self.id)
        try act.require(revision: before.revision)
        let isStopped = before.state == .suspended || before.state == .quarantined
        guard !isStopped || before.isRevoked(at: act.now) else { return try .init(before, in: act.reader, at: act.now) }
        var key = before
        try key.suspend(act.stateChange(self.reason))
        let saved = try act.save(key, replacing: before, .keySuspend, reason: self.reason)
        return try .init(saved, in: act.reader, at: act.now)
    }
}

extension Act {
    func stateChange(_ reason: String?) -> StateChange {
        .init(actor: self.caller.actor.description, at: self.now, reason: reason ?? "")
    }
}
