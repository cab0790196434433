import Auditing
package import Keys
import Storage

/// Lets a stopped key admit again. One that is active stays as it is, unless a rule counts for how long it is not used: then
/// that time begins anew.
package struct ResumeKey: ManagementOperation {
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
        guard before.state != .active || before.isRevoked(at: act.now) else {
            return try self.goOn(before, in: act)
        }
        var key = before
        try key.resume(act.stateChange(self.reason))
        let saved = try act.save(key, replacing: before, .keyResume, reason: self.reason)
        return try .init(saved, in: act.reader, at: act.now)
    }

    private func goOn(_ before: KeyRecord, in act: Act) throws -> KeyDetails {
        guard before.revokesAt == nil, try before.isHeldToUse(act.reader) else {
            return try .init(before, in: act.reader, at: act.now)
        }
        var key = before
        try key.restartIdleTime(act.stateChange(self.reason))
        let saved = try act.save(key, replacing: before, .keyResume, reason: self.reason)
        return try .init(saved, in: act.reader, at: act.now)
    }
}

extension KeyRecord {
    /// Whether its own restrictions, a policy of its environment or its project hold it to being used now and then.
    fileprivate func isHeldToUse(_ reader: any StoreReading) throws(StorageError) -> Bool {
        if self.restrictions.hasFurther, self.restrictions.further.maximumIdleSeconds != nil { return true }
        if try reader.project(self.projectID)?.unusedKeyDays != nil { return true }
        return try reader.policies(in: self.environmentID, after: nil, limit: Policy.most).contains { policy in
            policy.mode != .off && policy.restrictions.hasFurther
                && policy.restrictions.further.maximumIdleSeconds != nil
        }
    }
}
