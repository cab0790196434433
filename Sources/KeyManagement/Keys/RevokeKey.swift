import Auditing
package import Keys
package import Storage

/// Ends a key for ever: at once, or after a grace period in which it goes on. A second revocation may only bring the end
/// forward; one that changes nothing is answered like the first.
package struct RevokeKey: ManagementOperation {
    package var priority: WritePriority { .revocation }

    let id: KeyID
    let reason: String?
    let graceSeconds: UInt32

    package init(_ id: KeyID, reason: String? = nil, graceSeconds: UInt32 = 0) {
        self.id = id
        self.reason = reason
        self.graceSeconds = graceSeconds
    }

    package func perform(in act: Act) throws -> KeyDetails {
        try FieldChecks.checkRevocation(reason: self.reason, graceSeconds: self.graceSeconds)
        let before = try act.reader.existing(self.id)
        try act.require(revision: before.revision)
        let saved = try act.revoke(before, reason: self.reason, graceSeconds: self.graceSeconds)
        return try .init(saved, in: act.reader, at: act.now)
    }
}

extension Act {
    /// Revokes the key unless it is revoked as much as is asked for already.
    func revoke(_ before: KeyRecord, reason: String?, graceSeconds: UInt32) throws -> KeyRecord {
        guard !before.isRevoked(at: self.now) else { return before }
        var key = before
        try key.revoke(self.stateChange(reason), graceSeconds: graceSeconds)
        guard key.state != before.state || key.revokesAt != before.revokesAt else { return before }
        return try self.save(key, replacing: before, .keyRevoke, reason: reason)
    }
}

extension FieldChecks {
    static func checkRevocation(reason: String?, graceSeconds: UInt32) throws(ManagementError) {
        var checks = FieldChecks()
        checks.reason(reason)
        checks.require(
            graceSeconds <= KeyRecord.longestGraceSeconds, "/grace_seconds",
            "must be at most \(KeyRecord.longestGraceSeconds)")
        try checks.finish()
    }
}
