import Admission
import Auditing
import Cryptography
import Keys
import Storage

/// Replaces the pepper of an environment. Only whoever presents a token brings its secret, so each key moves by itself at
/// its next good use (`RehashVersions`); here it is counted what is left, until nothing is. When the old pepper has leaked,
/// what it tells is put under the new one at once (`NestedVersions`), and moves as before.
enum PepperRekeying: RekeyingWork {
    /// Keys looked at in one transaction.
    static var batch: Int { 500 }
    /// Keys looked at in one transaction that changes what it finds.
    static var nestingBatch: Int { 128 }
    /// An hour: a pass reads every key of the environment.
    static var pause: UInt32 { 3600 }

    /// Makes the new pepper. Keys issued from now on use it.
    static func start(_ environment: EnvironmentID, in act: Act) throws -> (old: String, new: String) {
        let new = try self.draw(for: environment, in: act)
        return ("\(new &- 1)", "\(new)")
    }

    /// Makes the next pepper of the environment, and gives its number.
    static func draw(for environment: EnvironmentID, in act: Act) throws -> UInt32 {
        let live = try act.reader.peppers(of: environment).filter { !$0.isDestroyed }
        guard let newest = live.last else {
            throw StorageError(.damaged, "the environment \(environment) has no pepper")
        }
        guard self.hasRoom(live) else {
            throw ManagementError(
                .invalid, "\(environment) has \(live.count) peppers whose keys are alive, which is the most.",
                fix: """
                    Rotate or revoke the keys that hold the old ones, until the rotation that is under way ends: \
                    gatehouse rotation list, then gatehouse rotation keys
                    """)
        }
        let version = newest.version &+ 1
        let pepper = try act.tools.keyring.peppers.draw(
            version: version, for: environment, at: act.now, under: act.rootKey())
        try act.transaction.insert(pepper)
        try act.record(.pepperCreate, .init(pepper))
        return version
    }

    /// Whether an environment with these live peppers, oldest first, can have another one: keys tell their peppers apart by
    /// the last two bits of the number.
    static func hasRoom(_ live: [SealedPepper]) -> Bool {
        guard let oldest = live.first?.version, let newest = live.last?.version else { return true }
        return newest &- oldest < UInt32(EnvironmentEntry.mostPeppers) - 1
    }

    /// Keys move by themselves, unless a pepper has leaked: then they are put under the new one as they are.
    static func move(_ rekeying: Rekeying, in act: Act) throws -> Rekeying.Batch {
        guard let leak = rekeying.leak, leak.nestedAt == nil else { return .init(count: 0, cursor: nil) }
        let page = try KeysOnPepper(rekeying).page(
            after: rekeying.cursor, limit: self.nestingBatch, in: act.reader, at: act.now)
        return .init(count: try NestedVersions(rekeying, in: act).nest(page.keys), cursor: page.cursor)
    }

    static func count(_ rekeying: Rekeying, in act: Act) throws -> Rekeying.Batch {
        let search = try KeysOnPepper(rekeying)
        let page = try search.page(after: rekeying.cursor, limit: self.batch, in: act.reader, at: act.now)
        let nested = page.keys.count { !search.isAlone($0, at: act.now) }
        return .init(
            count: UInt64(page.keys.count), nested: UInt64(nested),
            isNewLeaked: try self.isLeaked(search.new, search, act),
            cursor: page.cursor)
    }

    /// Counts once more, a batch at a time, and destroys the pepper at the end of it. When the new one has leaked as well,
    /// and there was no room for another, now there is.
    static func destroy(_ rekeying: Rekeying, in act: Act) throws -> Rekeying.Batch {
        let left = try self.count(rekeying, in: act)
        guard left.count == 0 else { return .init(count: 0, isInUse: true) }
        if let cursor = left.cursor { return .init(count: 0, cursor: cursor) }
        let search = try KeysOnPepper(rekeying)
        for pepper in try act.reader.peppers(of: search.environment)
        where search.old.contains(pepper.version) && !pepper.isDestroyed {
            try act.transaction.destroyPepper(pepper.version, of: search.environment)
        }
        guard try self.isLeaked(search.new, search, act) else { return .init(count: 1, cursor: nil) }
        return .init(count: 1, successor: "\(try self.draw(for: search.environment, in: act))", cursor: nil)
    }

    private static func isLeaked(_ pepper: UInt32, _ search: KeysOnPepper, _ act: Act) throws -> Bool {
        try act.reader.peppers(of: search.environment).contains { $0.version == pepper && $0.leakedAt != nil }
    }
}
