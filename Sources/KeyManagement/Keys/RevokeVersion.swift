import Auditing
package import Keys
package import Storage

/// Ends one version of a key, at once or after a grace period. Ending the version of a rotation that nobody has used
/// cancels the rotation too: the old version goes on.
package struct RevokeVersion: ManagementOperation {
    package var priority: WritePriority { .revocation }

    let id: KeyID
    let number: UInt32
    let reason: String?
    let graceSeconds: UInt32

    package init(_ id: KeyID, number: UInt32, reason: String? = nil, graceSeconds: UInt32 = 0) {
        self.id = id
        self.number = number
        self.reason = reason
        self.graceSeconds = graceSeconds
    }

    package func perform(in act: Act) throws -> KeyDetails {
        try FieldChecks.checkRevocation(reason: self.reason, graceSeconds: self.graceSeconds)
        let before = try act.reader.existing(self.id)
        try act.require(revision: before.revision)
        let isDone = before.versions.contains { $0.number == self.number && $0.revokedAt != nil }
        guard !isDone || before.isRevoked(at: act.now) else { return try .init(before, in: act.reader, at: act.now) }
        var key = act.withUnheardUse(before)
        try key.revokeVersion(self.number, at: act.now, graceSeconds: self.graceSeconds)
        guard key != before else { return try .init(before, in: act.reader, at: act.now) }
        let saved = try act.save(key, replacing: before, .keyVersionRevoke, reason: self.reason)
        return try .init(saved, in: act.reader, at: act.now)
    }
}
