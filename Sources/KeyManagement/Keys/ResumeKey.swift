import Auditing
package import Keys

/// Lets a stopped key admit again. One that is active stays as it is.
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
            return try .init(before, in: act.reader, at: act.now)
        }
        var key = before
        try key.resume(act.stateChange(self.reason))
        let saved = try act.save(key, replacing: before, .keyResume, reason: self.reason)
        return try .init(saved, in: act.reader, at: act.now)
    }
}
