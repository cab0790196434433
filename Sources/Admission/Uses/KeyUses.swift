package import Keys
import Synchronization

/// When keys were last used, for those that some rule holds to be used now and then (`maximumIdleSeconds`). All event loops
/// share it.
///
/// Time is counted on the monotonic clock, so that no step of the clock makes a key look unused; a use is noted when it is
/// admitted, so that nothing has to be written or published for a key in use. What a start knows of earlier uses comes from
/// the store (`UseFinding`). One entry for each key under such a rule, and none for all others.
package final class KeyUses: Sendable {
    private struct Use {
        /// The last use, or the act that began the time anew, in milliseconds of the monotonic clock: below zero when that was
        /// before the machine was started.
        var last: Int64
        /// That act (`KeyRecord.unusedFrom`); `nil` until somebody has told.
        var from: WallTime?
        let environment: EnvironmentID
    }

    /// A part of the keys, so that loops seldom wait for one another.
    private final class Shard: Sendable {
        let uses = Mutex<[KeyID: Use]>([:])
    }

    private let shards = (0..<64).map { _ in Shard() }
    private let counts = Atomic<Bool>(false)
    private let questions = Mutex(UseQuestions())
    private let known = Mutex<WallTime?>(nil)

    package init() {}

    /// Whether there ever was such a rule since the start.
    package var isCounting: Bool { self.counts.load(ordering: .relaxed) }

    package func begin() { self.counts.store(true, ordering: .relaxed) }

    // MARK: Requests

    /// Milliseconds since the last use; `nil` for a key that nobody has told of yet.
    func unused(_ key: KeyID, at now: MonotonicNanoseconds) -> Int64? {
        self.shard(of: key).uses.withLock { $0[key]?.last }.map { max(Self.milliseconds(now) - $0, 0) }
    }

    /// Notes a use of a key of that environment.
    func note(_ key: KeyID, of environment: EnvironmentID, at now: MonotonicNanoseconds) {
        let moment = Self.milliseconds(now)
        self.shard(of: key).uses.withLock { uses in
            guard let use = uses[key] else {
                return uses[key] = Use(last: moment, from: nil, environment: environment)
            }
            if use.last < moment { uses[key]?.last = moment }
        }
    }

    // MARK: Records

    /// Takes in a key as it is about to be published: an act that begins its time anew does so here. `isNew`: it was under no
    /// rule until now, so what the table may know of it is old, and the store is asked.
    package func take(_ key: KeyRecord, isNew: Bool, at now: MonotonicNanoseconds) {
        let moment = Self.milliseconds(now)
        let isKnown = self.shard(of: key.id).uses.withLock { uses in
            if isNew { uses[key.id] = nil }
            guard let use = uses[key.id] else {
                // A key that was just issued.
                guard key.revision <= 1 else { return false }
                uses[key.id] = Use(last: moment, from: key.unusedFrom, environment: key.environmentID)
                return true
            }
            // Time may have been taken back since the act before.
            let isAnew = use.from.map {
                $0 < key.unusedFrom || ($0 != key.unusedFrom && key.resumedAt == key.unusedFrom)
            }
            uses[key.id] = Use(
                last: isAnew ?? false ? moment : use.last, from: key.unusedFrom, environment: key.environmentID)
            return use.from != nil
        }
        if !isKnown { self.questions.withLock { $0.ask(key.id) } }
    }

    /// Takes in what the store told. What was noted meanwhile is newer.
    package func take(_ finding: UseFinding, at now: MonotonicNanoseconds) {
        let last = Self.milliseconds(now) - finding.unusedMilliseconds
        self.shard(of: finding.key).uses.withLock { uses in
            let use = uses[finding.key]
            uses[finding.key] = Use(
                last: max(use?.last ?? last, last), from: use?.from ?? finding.from, environment: finding.environment)
        }
    }

    // MARK: What has to be asked

    /// All keys of an environment have come under a rule. What the table may know of others than those that were under one of
    /// their own is old.
    package func ask(_ environment: EnvironmentID, keeping own: Set<KeyID>) {
        for shard in self.shards {
            shard.uses.withLock { uses in
                uses = uses.filter { $1.environment != environment || own.contains($0) }
            }
        }
        self.questions.withLock { $0.ask(environment) }
    }

    /// What has to be asked of the store since the last time.
    package func takeQuestions() -> UseQuestions {
        self.questions.withLock { questions in
            defer { questions = .init() }
            return questions
        }
    }

    /// Every use before this moment is in the store; `nil` while nobody knows.
    package var knownUntil: WallTime? { self.known.withLock { $0 } }

    package func learn(knownUntil moment: WallTime?) { self.known.withLock { $0 = moment } }

    private func shard(of key: KeyID) -> Shard {
        self.shards[Int(truncatingIfNeeded: key.low % UInt64(self.shards.count))]
    }

    private static func milliseconds(_ moment: MonotonicNanoseconds) -> Int64 { Int64(moment / 1_000_000) }
}
