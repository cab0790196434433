import Auditing
package import Keys
package import Storage

/// Says that a pepper which is being replaced has leaked, or the one that was to take its place: then another one comes.
/// Said again, it changes nothing.
package struct MarkPepperLeaked: ManagementOperation {
    package static var requiredLevel: Operator.Level { .admin }

    let id: RekeyingID
    /// Number of the pepper; `nil` for the old one.
    let pepper: UInt32?

    package init(_ id: RekeyingID, pepper: UInt32? = nil) {
        self.id = id
        self.pepper = pepper
    }

    package func perform(in act: Act) throws -> Rekeying {
        let before = try act.reader.existing(self.id)
        guard before.kind == .pepper else {
            throw ManagementError(.invalid, "\(self.id) is not the rotation of a pepper.")
        }
        guard before.phase != .finished else {
            throw ManagementError(
                .invalid, "The rotation \(self.id) has ended: its old pepper is gone.",
                fix: "When the new one has leaked: gatehouse rotation start pepper --leaked")
        }
        let search = try KeysOnPepper(before)
        let leaked = self.pepper ?? search.old.lowerBound
        guard search.old.contains(leaked) || leaked == search.new else {
            throw ManagementError(
                .invalid, "The rotation \(self.id) is not of pepper \(leaked).",
                fix: "Name one of \(search.old.lowerBound) to \(search.new).")
        }
        guard leaked == search.new || before.leak == nil else { return before }
        var rekeying = before
        if leaked == search.new {
            rekeying.newKey = "\(try PepperRekeying.draw(for: search.environment, in: act))"
        }
        rekeying.leaked(at: act.now)
        rekeying.revision = before.revision &+ 1
        try act.transaction.update(rekeying)
        try act.markLeaked(try KeysOnPepper(rekeying))
        return rekeying
    }
}

extension Act {
    /// Marks the peppers that go, which from now on count as known to others.
    func markLeaked(_ search: KeysOnPepper) throws {
        for pepper in try self.reader.peppers(of: search.environment)
        where search.old.contains(pepper.version) && !pepper.isDestroyed && pepper.leakedAt == nil {
            try self.transaction.markPepperLeaked(pepper.version, of: search.environment, at: self.now)
            try self.record(.pepperLeak, .init(pepper.leaked(at: self.now)), before: .init(pepper))
        }
    }
}
