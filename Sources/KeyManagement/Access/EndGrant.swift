import Auditing
package import Keys
package import Storage

/// Ends rights that a key was given for a time, before their time.
package struct EndGrant: ManagementOperation {
    package var priority: WritePriority { .revocation }

    let id: KeyID
    let number: UInt32
    let reason: String?

    package init(_ id: KeyID, number: UInt32, reason: String? = nil) {
        self.id = id
        self.number = number
        self.reason = reason
    }

    package func perform(in act: Act) throws -> KeyDetails {
        try FieldChecks.check(reason: self.reason)
        let before = try act.reader.existing(self.id)
        try act.require(revision: before.revision)
        guard let grant = before.timedGrants.first(where: { $0.number == self.number }) else {
            throw ManagementError.notFound("grant \(self.number) of \(self.id)")
        }
        guard grant.endsAt > act.now else { return try .init(before, in: act.reader, at: act.now) }
        var key = before
        key.timedGrants.removeAll { $0.number == self.number }
        let saved = try act.save(key, replacing: before, .keyGrantEnd, reason: self.reason)
        return try .init(saved, in: act.reader, at: act.now)
    }
}
