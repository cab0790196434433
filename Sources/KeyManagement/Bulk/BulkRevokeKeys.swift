import Keys
package import Storage

/// Revokes every key of a selection in one transaction. As a dry run it tells exactly what it would do and whom it hits.
package struct BulkRevokeKeys: ManagementOperation {
    package var priority: WritePriority { .revocation }

    let selection: BulkSelection
    let reason: String?
    let graceSeconds: UInt32

    package init(_ selection: BulkSelection, reason: String? = nil, graceSeconds: UInt32 = 0) {
        self.selection = selection
        self.reason = reason
        self.graceSeconds = graceSeconds
    }

    package func perform(in act: Act) throws -> BulkRevocation {
        try FieldChecks.checkRevocation(reason: self.reason, graceSeconds: self.graceSeconds)
        let keys = try self.selection.keys(in: act.reader, at: act.now)
        let radius = try BlastRadius(of: keys, in: act.reader, at: act.now)
        let outcomes = try keys.map { key in
            let saved = try act.revoke(key, reason: self.reason, graceSeconds: self.graceSeconds)
            return BulkOutcome(keyID: key.id, isChanged: saved.revision != key.revision)
        }
        return .init(outcomes: outcomes, blastRadius: radius)
    }
}
