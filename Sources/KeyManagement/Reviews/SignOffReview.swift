import Auditing
package import Keys
import Storage

/// Somebody has looked through all keys of an owner and stands by them as they are. The entry says how many there were, and
/// with how many something may be wrong; nothing else changes.
package struct SignOffReview: ManagementOperation {
    /// Most keys that one act looks through.
    package static let mostKeys = 10_000
    private static let step = 500

    /// What was signed off.
    package struct Outcome: Sendable {
        package let owner: Identity
        package let keys: Int
        package let keysWithFindings: Int
        package let at: WallTime
    }

    let ownerID: IdentityID
    let unusedDays: UInt32
    let observed: ObservedUse
    let note: String?

    package init(
        _ ownerID: IdentityID, unusedDays: UInt32 = KeyReview.usualUnusedDays, observed: ObservedUse,
        note: String? = nil
    ) {
        self.ownerID = ownerID
        self.unusedDays = unusedDays
        self.observed = observed
        self.note = note
    }

    package func perform(in act: Act) throws -> Outcome {
        try FieldChecks.check(reason: self.note)
        let owner = try act.reader.existing(self.ownerID)
        var filter = KeyFilter(now: act.now)
        filter.ownerID = owner.id
        filter.statuses = [.active, .suspended, .quarantined]
        guard try act.reader.countKeys(matching: filter) <= Self.mostKeys else {
            throw ManagementError(.invalid, "The owner has more than \(Self.mostKeys) keys: too many for one review.")
        }
        let review = KeyReview(unusedDays: self.unusedDays, now: act.now)
        var (keys, found) = (0, 0)
        var position: KeyPosition?
        while true {
            let page = try act.reader.keys(matching: filter, after: position, limit: Self.step)
            for key in page {
                let details = try KeyDetails(key, in: act.reader, at: act.now)
                keys += 1
                if try !review.look(at: details, in: act.reader, self.observed).findings.isEmpty { found += 1 }
            }
            guard page.count == Self.step, let last = page.last else { break }
            position = KeyPosition(last)
        }
        let summary = "\(keys) keys, \(found) with findings" + (self.note.map { ": \($0)" } ?? "")
        try act.record(.reviewSignOff, .init(owner), reason: summary)
        return Outcome(owner: owner, keys: keys, keysWithFindings: found, at: act.now)
    }
}
