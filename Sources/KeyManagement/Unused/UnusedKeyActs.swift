import Admission
import Auditing
import Keys
import Storage

/// Announces that keys will be suspended unless they are used. Each is looked at again in the act: one that was used meanwhile
/// stays as it is. Done by the server itself.
struct GiveUnusedNotice: ManagementOperation {
    /// Most keys in one act.
    static let most = 100

    static var requiredLevel: Operator.Level { .admin }

    let keys: ArraySlice<KeyID>

    /// The keys that were told of, each with the moment.
    func perform(in act: Act) throws -> [UnusedKeyNews] {
        try self.keys.prefix(Self.most).compactMap { id in
            guard let (before, rule, standing) = try act.reader.unusedStanding(of: id, at: act.now),
                standing == .noticeDue
            else { return nil }
            var key = before
            key.unusedNoticeAt = act.now
            let lastUse = try act.reader.lastUse(of: id)
            guard case .noticed(let until) = rule.standing(of: key, lastUse: lastUse, at: act.now) else { return nil }
            _ = try act.save(key, replacing: before, .keyUnusedNotice, reason: "to be suspended on \(until)")
            return .noticed(id, until: until)
        }
    }
}

/// Suspends keys whose time is over. Each is looked at again in the act.
struct SuspendUnusedKeys: ManagementOperation {
    static let most = 100

    static var requiredLevel: Operator.Level { .admin }

    let keys: ArraySlice<KeyID>

    func perform(in act: Act) throws -> [UnusedKeyNews] {
        try self.keys.prefix(Self.most).compactMap { id in
            guard let (before, rule, standing) = try act.reader.unusedStanding(of: id, at: act.now),
                case .over = standing
            else { return nil }
            var key = before
            let reason = "not used for \(rule.days) days"
            try key.suspend(act.stateChange(reason))
            _ = try act.save(key, replacing: before, .keySuspend, reason: reason)
            return .suspended(id)
        }
    }
}

/// Writes down that the keys of a project are not suspended because they are too many at once.
struct NoteUnusedKeysHold: ManagementOperation {
    static var requiredLevel: Operator.Level { .admin }

    let projectID: ProjectID
    let endings: KeyEndings

    func perform(in act: Act) throws {
        guard let project = try act.reader.project(self.projectID) else { return }
        try act.record(.unusedKeysHold, .init(project), reason: "\(self.endings)")
    }
}

extension StoreReading {
    /// When a key was last used.
    func lastUse(of id: KeyID) throws(StorageError) -> WallTime? { try self.usage(of: id).map(\.at).max() }

    /// Where a key stands by its project's rule; `nil` where there is no key, or no rule.
    fileprivate func unusedStanding(
        of id: KeyID, at now: WallTime
    ) throws(StorageError) -> (key: KeyRecord, rule: UnusedKeyRule, standing: UnusedKeyRule.Standing)? {
        guard let key = try self.key(id), let days = try self.project(key.projectID)?.unusedKeyDays else { return nil }
        let rule = UnusedKeyRule(days: days)
        return (key, rule, rule.standing(of: key, lastUse: try self.lastUse(of: id), at: now))
    }
}
