import Auditing
package import Keys
import Storage
import Timekeeping

/// Does what time alone has brought about since the last tick: idempotency records that are too old go, rotations that
/// ended by themselves get their entry, and the moment is written down. Keys that expired need no write.
package struct MaintenanceTick: ManagementOperation {
    /// Most rows of each kind in one tick; the rest waits for the next.
    static let most = 500

    package static var requiredLevel: Operator.Level { .admin }

    private let evenTime: WallTime?

    /// `evenTime`: the time as it has gone by on the monotonic clock; `nil` where that is the time.
    package init(evenTime: WallTime? = nil) { self.evenTime = evenTime }

    package func perform(in act: Act) throws -> MaintenanceReport {
        let oldest = act.now.adding(seconds: -WriteOptions.Idempotency.lifetimeSeconds)
        let removed = try act.transaction.removeIdempotencyRecords(createdBefore: oldest, limit: Self.most)
        try act.noteTime(self.evenTime ?? act.now)
        return .init(removedIdempotencyRecords: removed, finishedRotations: try self.noteRotations(in: act))
    }

    private func noteRotations(in act: Act) throws -> [RotationID] {
        guard let mark = try act.transaction.moment(.rotationsNoted) else {
            try act.transaction.put(.rotationsNoted, at: act.now)
            return []
        }
        // The clock may have been set back; what was noted stays noted.
        guard act.now > mark else { return [] }
        let keys = try act.transaction.keysWithRotationEnding(after: mark, notAfter: act.now, limit: Self.most + 1)
        let ended = keys.compactMap { key in key.rotation.map { (key, $0) } }
        // A full batch ends with the last moment that is wholly in it.
        let isFull = ended.count > Self.most
        let end = isFull ? Self.lastWholeMoment(ended.map(\.1.endsAt)) : act.now
        // With an overlap of 0 the rotation's own entry says it all.
        let noted = ended.filter { $0.1.endsAt <= end && $0.1.overlapSeconds > 0 }
        for (key, rotation) in noted {
            try act.record(.keyRotationFinish, .init(key), reason: rotation.id.description)
        }
        try act.transaction.put(.rotationsNoted, at: end)
        return noted.map(\.1.id)
    }

    /// The latest moment before that of the last rotation; when all ended in one moment, that moment.
    private static func lastWholeMoment(_ ends: [WallTime]) -> WallTime {
        guard let last = ends.last else { return .distantPast }
        return ends.last { $0 < last } ?? last
    }
}

extension Act {
    /// Writes down what time it is where no tick has for a while, as on a full disk: what takes access away is done there,
    /// and no start may take its entry for one of a wrong clock.
    func noteLateTime(_ evenTime: WallTime) throws {
        guard !self.moments.isChanging, let mark = try self.transaction.moment(.evenTime),
            mark.adding(seconds: SteadyTime.unwritten / 1000) < min(evenTime, self.now)
        else { return }
        try self.noteTime(evenTime)
    }

    /// Writes down what time it is, so that a start goes on from there.
    fileprivate func noteTime(_ evenTime: WallTime) throws {
        let even = min(evenTime, self.now)
        let seen = try MaintenanceMark.ofTime.compactMap { try self.transaction.moment($0) }.max()
        if let seen, seen > self.now.adding(seconds: Self.leastTakenBack) {
            try self.takeMarksBack(to: self.now)
        }
        guard try self.transaction.moment(.evenTime).map({ even > $0 }) ?? true else { return }
        try self.transaction.put(.evenTime, at: even)
    }

    /// Seconds by which a mark is ahead where time was taken back: that goes by more than a day or not at all, and a mark is
    /// some seconds older than what was taken back.
    private static var leastTakenBack: Int64 { SteadyTime.longestWait / 1000 / 2 }

    /// Where time was taken back, so are the marks: no start goes by what was wrong, and what ends once more is noted once
    /// more. Replacements of keys wait no longer than they were to. From where is remembered.
    func takeMarksBack(to moment: WallTime) throws {
        let entry = try self.transaction.newestAuditEntry().map { WallTime(milliseconds: $0.timestamp) }
        let latest = try MaintenanceMark.allCases.compactMap { try self.transaction.moment($0) } + [self.now]
        try self.transaction.put(.takenBackFrom, at: (latest + [entry].compactMap(\.self)).max() ?? self.now)
        for mark in MaintenanceMark.ofTime {
            guard let before = try self.transaction.moment(mark), before > moment else { continue }
            try self.transaction.put(mark, at: moment)
        }
        for before in try self.transaction.unfinishedRekeyings() where before.changedAt > moment {
            var rekeying = before
            rekeying.takenBack(to: moment)
            rekeying.revision = before.revision &+ 1
            try self.transaction.update(rekeying)
        }
    }
}
