import Auditing
package import Keys
package import Storage

/// Takes one step of a replacement, if one is due: the work and how far it is are one transaction.
package struct AdvanceRekeying: ManagementOperation {
    package static var requiredLevel: Operator.Level { .admin }
    package var priority: WritePriority { .background }

    let id: RekeyingID
    /// Whether somebody asks who does not want to wait for the next pass.
    let isHurried: Bool

    package init(_ id: RekeyingID, isHurried: Bool = false) {
        self.id = id
        self.isHurried = isHurried
    }

    /// The replacement after the step, and whether another one could be taken at once.
    package func perform(in act: Act) throws -> (rekeying: Rekeying, hasMore: Bool) {
        var before = try act.reader.existing(self.id)
        if self.isHurried { before.hurry() }
        guard let work = before.kind.work else { return (before, false) }
        var rekeying = before
        switch before.nextStep(at: act.now) {
        case .nothing, .wait: return (before, false)
        case .promote:
            try work.promote(before, in: act)
            rekeying.promoted(at: act.now)
        case .move: rekeying.moved(try work.move(before, in: act), at: act.now)
        case .count:
            rekeying.counted(try work.count(before, in: act), pause: work.pause, at: act.now)
            if rekeying.phase == .retiring { try work.retire(before, in: act) }
        case .destroy: rekeying.destroyed(try work.destroy(before, in: act), at: act.now)
        }
        rekeying.revision = before.revision &+ 1
        try act.transaction.update(rekeying)
        try self.note(rekeying, before, in: act)
        return (rekeying, rekeying.hasStep(at: act.now))
    }

    /// Each phase that a person may want to prove has an entry of its own.
    private func note(_ rekeying: Rekeying, _ before: Rekeying, in act: Act) throws {
        if rekeying.leak?.nestedAt != nil, before.leak?.nestedAt == nil {
            try act.record(.rotationNested, .init(rekeying), before: .init(before), reason: rekeying.nestedWords)
        }
        guard rekeying.phase != before.phase else { return }
        switch rekeying.phase {
        case .retiring:
            try act.record(
                .rotationResidualZero, .init(rekeying), before: .init(before), reason: rekeying.residualWords)
        case .finished:
            try act.record(.rotationFinish, .init(rekeying), before: .init(before), reason: rekeying.words)
        case .prepared, .moving, .counting: break
        }
    }
}

extension Rekeying {
    func hasStep(at now: WallTime) -> Bool {
        switch self.nextStep(at: now) {
        case .nothing, .wait: false
        case .promote, .move, .count, .destroy: true
        }
    }

    /// For entries: what is replaced by what.
    var words: String { "\(self.kind.rawValue) of \(self.tenant): \(self.oldKey) to \(self.newKey)" }

    /// For the entry that says that nothing is left under a leaked pepper alone.
    var nestedWords: String { "\(self.words); \(self.leak?.nested ?? 0) nested, 0 left under the leaked pepper alone" }

    /// For the entry that says that nothing is left.
    var residualWords: String { "\(self.words); \(self.moved) moved, \(self.remaining) left" }
}
