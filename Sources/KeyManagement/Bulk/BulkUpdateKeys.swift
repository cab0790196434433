import Auditing
import Keys
package import Storage

/// Changes what every key of a selection may do, in one transaction: all of them or none. As a dry run it tells exactly
/// what it would do and whom it hits.
package struct BulkUpdateKeys: ManagementOperation {
    package var priority: WritePriority { .revocation }

    let selection: BulkSelection
    let changes: KeyChanges
    let reason: String?

    package init(_ selection: BulkSelection, _ changes: KeyChanges, reason: String? = nil) {
        self.selection = selection
        self.changes = changes
        self.reason = reason
    }

    package func perform(in act: Act) throws -> BulkRevocation {
        try FieldChecks.check(reason: self.reason)
        guard self.changes != .init() else {
            throw ManagementError.invalid("/changes", "must say what is changed")
        }
        let keys = try self.selection.keys(in: act.reader, at: act.now)
        let radius = try BlastRadius(of: keys, in: act.reader, at: act.now)
        let outcomes = try keys.map { before in
            let key = self.changes.applied(to: before)
            guard key != before else { return BulkOutcome(keyID: before.id, isChanged: false) }
            try KeyCheck.check(key, in: act.reader)
            _ = try act.save(key, replacing: before, .keyUpdate, reason: self.reason)
            return BulkOutcome(keyID: before.id, isChanged: true)
        }
        return .init(outcomes: outcomes, blastRadius: radius)
    }
}
