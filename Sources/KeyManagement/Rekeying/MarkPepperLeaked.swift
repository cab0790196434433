import Auditing
package import Keys
package import Storage

/// Says that a pepper which is being replaced has leaked, or the one that was to take its place: then another one comes.
/// Said again, it changes nothing.
///
/// That it has leaked is written down in any case. Where there is no room for another pepper, the outcome says so, and the
/// rotation makes one when it has destroyed the old ones.
package struct MarkPepperLeaked: ManagementOperation {
    package static var requiredLevel: Operator.Level { .admin }

    /// What was written down.
    package struct Outcome: Sendable {
        package let rekeying: Rekeying
        /// Why no other pepper could be made, for whoever has told of the leak; `nil` when none is missing.
        package var obstacle: ManagementError?
    }

    let id: RekeyingID
    /// Number of the pepper; `nil` for the old one.
    let pepper: UInt32?

    package init(_ id: RekeyingID, pepper: UInt32? = nil) {
        self.id = id
        self.pepper = pepper
    }

    package func perform(in act: Act) throws -> Outcome {
        let before = try self.rekeying(in: act)
        let search = try KeysOnPepper(before)
        let leaked = self.pepper ?? search.old.lowerBound
        guard search.old.contains(leaked) || leaked == search.new else {
            throw ManagementError(
                .invalid, "The rotation \(self.id) is not of pepper \(leaked).",
                fix: "Name one of \(search.old.lowerBound) to \(search.new).")
        }
        guard leaked == search.new else {
            guard before.leak == nil else { return .init(rekeying: before) }
            return .init(rekeying: try self.mark(.init(search.old), before, in: act))
        }
        let live = try act.reader.peppers(of: search.environment).filter { !$0.isDestroyed }
        guard PepperRekeying.hasRoom(live) else {
            let isKnown = live.last?.leakedAt != nil
            let marked = try isKnown ? before : self.mark(search.old.lowerBound...leaked, before, in: act)
            return .init(
                rekeying: marked, obstacle: .noRoomForPepper(after: leaked, marked, isDryRun: act.options.isDryRun))
        }
        var rekeying = before
        rekeying.newKey = "\(try PepperRekeying.draw(for: search.environment, in: act))"
        return .init(rekeying: try self.mark(.init(try KeysOnPepper(rekeying).old), rekeying, in: act))
    }

    private func rekeying(in act: Act) throws -> Rekeying {
        let found = try act.reader.existing(self.id)
        guard found.kind == .pepper else {
            throw ManagementError(.invalid, "\(self.id) is not the rotation of a pepper.")
        }
        guard found.phase != .finished else {
            throw ManagementError(
                .invalid, "The rotation \(self.id) has ended: its old pepper is gone.",
                fix: "When the new one has leaked: gatehouse rotation start pepper --leaked")
        }
        return found
    }

    /// Marks these peppers, and lets the rotation begin to move once more.
    private func mark(_ peppers: ClosedRange<UInt32>, _ before: Rekeying, in act: Act) throws -> Rekeying {
        var rekeying = before
        rekeying.leaked(at: act.now)
        rekeying.revision = before.revision &+ 1
        try act.transaction.update(rekeying)
        try act.markLeaked(peppers, of: try KeysOnPepper(rekeying).environment)
        return rekeying
    }
}

extension Act {
    /// Marks peppers, which from now on count as known to others.
    func markLeaked(_ peppers: ClosedRange<UInt32>, of environment: EnvironmentID) throws {
        for pepper in try self.reader.peppers(of: environment)
        where peppers.contains(pepper.version) && !pepper.isDestroyed && pepper.leakedAt == nil {
            try self.transaction.markPepperLeaked(pepper.version, of: environment, at: self.now)
            try self.record(.pepperLeak, .init(pepper.leaked(at: self.now)), before: .init(pepper))
        }
    }
}

extension ManagementError {
    /// The leak is known; what cannot be begun, and what helps.
    fileprivate static func noRoomForPepper(after leaked: UInt32, _ rekeying: Rekeying, isDryRun: Bool) -> Self {
        .init(
            .invalid,
            """
            It \(isDryRun ? "would be" : "is") written down that pepper \(leaked) has leaked. Another one cannot be made yet: \
            \(rekeying.tenant) has as many peppers as it may, and keys are told by the oldest.
            """,
            fix: """
                Rotate or revoke the keys that nobody presents: gatehouse rotation keys \(rekeying.id). When the old \
                peppers are gone, the rotation goes on to another one by itself.
                """)
    }
}
