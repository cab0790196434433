import Auditing
import Cryptography
package import Keys
import Storage

/// Somebody has looked through all keys of an owner and stands by them as they are. The entry says how many there were,
/// with how many something may be wrong, and the digest of the list; nothing else changes.
///
/// The list has a line for each key, ordered by id: the id, a space, the names of the findings separated by commas, and a line
/// feed. The digest is SHA-256, in hexadecimal.
package struct SignOffReview: ManagementOperation {
    /// Most keys that one act looks through.
    package static let mostKeys = 10_000
    /// Longest note: what the entry says before it takes a hundred characters of the longest reason.
    package static let longestNote = KeyRecord.longestReason - 112
    private static let step = 500

    /// What was signed off.
    package struct Outcome: Sendable {
        package let owner: Identity
        package let keys: Int
        package let keysWithFindings: Int
        /// Of the list of keys and findings.
        package let digest: String
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
        try FieldChecks.check(note: self.note, atMost: Self.longestNote)
        let owner = try act.reader.existing(self.ownerID)
        var filter = KeyFilter(now: act.now)
        filter.ownerID = owner.id
        filter.statuses = KeyStatus.lasting
        guard try act.reader.countKeys(matching: filter) <= Self.mostKeys else {
            throw ManagementError(.invalid, "The owner has more than \(Self.mostKeys) keys: too many for one review.")
        }
        let review = KeyReview(unusedDays: self.unusedDays, now: act.now)
        var reading = ReviewReading(act.reader)
        var lines: [String] = []
        var found = 0
        var position: KeyPosition?
        while true {
            let page = try act.reader.keys(matching: filter, after: position, limit: Self.step)
            for key in page {
                let details = try KeyDetails(key, in: act.reader, at: act.now)
                let findings = review.look(at: details, try reading.surroundings(of: key), in: self.observed).findings
                if !findings.isEmpty { found += 1 }
                lines.append("\(key.id) \(findings.map(\.rawValue).joined(separator: ","))\n")
            }
            guard page.count == Self.step, let last = page.last else { break }
            position = KeyPosition(last)
        }
        let digest = SHA256Hash.digest(of: Array(lines.sorted().joined().utf8).span).hexadecimal
        let summary = "\(lines.count) keys, \(found) with findings, list \(digest)"
        try act.record(.reviewSignOff, .init(owner), reason: summary + (self.note.map { ": \($0)" } ?? ""))
        return Outcome(owner: owner, keys: lines.count, keysWithFindings: found, digest: digest, at: act.now)
    }
}
