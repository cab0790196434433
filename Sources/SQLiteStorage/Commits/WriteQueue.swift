import Auditing
import Storage

/// The writes that wait for the one that runs. A value; the store guards it with a lock.
struct WriteQueue {
    /// Most writes that wait; revocations are taken beyond it.
    static let mostWaiting = 4096
    /// Most writes that share one commit.
    static let largestGroup = 256

    enum Admission: Equatable {
        /// Nobody is at work: the caller starts.
        case lead
        case wait
        case refuse(StorageError.Code, String)
    }

    private var urgent: [PendingWrite] = []
    private var ordinary: [PendingWrite] = []
    private var isLed = false
    private(set) var isClosed = false
    private(set) var poison: StorageError?

    var waitingCount: Int { self.urgent.count + self.ordinary.count }

    mutating func admit(_ write: PendingWrite) -> Admission {
        if let poison { return .refuse(.poisoned, poison.message) }
        guard !self.isClosed else { return .refuse(.closed, "the store is closed") }
        if write.priority == .revocation {
            // Twice the bound all the same: nothing here grows without end.
            guard self.urgent.count < Self.mostWaiting else { return Self.overloaded }
            self.urgent.append(write)
        } else {
            guard self.waitingCount < Self.mostWaiting else { return Self.overloaded }
            self.ordinary.append(write)
        }
        guard !self.isLed else { return .wait }
        self.isLed = true
        return .lead
    }

    /// The next writes to commit together, revocations first; `nil` ends the leader's work.
    mutating func nextGroup() -> [PendingWrite]? {
        guard self.waitingCount > 0 else {
            self.isLed = false
            return nil
        }
        let urgent = self.urgent.prefix(Self.largestGroup)
        let ordinary = self.ordinary.prefix(Self.largestGroup - urgent.count)
        self.urgent.removeFirst(urgent.count)
        self.ordinary.removeFirst(ordinary.count)
        return Array(urgent + ordinary)
    }

    /// Refuses all further writes; false when that was so already.
    mutating func close() -> Bool {
        defer { self.isClosed = true }
        return !self.isClosed
    }

    /// Ends all writing. Returns what was waiting.
    mutating func poison(_ failure: StorageError) -> [PendingWrite] {
        self.poison = self.poison ?? failure
        defer {
            self.urgent = []
            self.ordinary = []
        }
        return self.urgent + self.ordinary
    }

    private static var overloaded: Admission { .refuse(.overloaded, "too many writes are waiting") }
}

/// A write that waits.
struct PendingWrite: Sendable {
    /// How the group went: its tree, when a write of it appended an entry.
    typealias GroupOutcome = Result<SignedTree?, StorageError>
    /// Tells the caller how it went: with the failure of the group, or with what its own closure came to.
    typealias Answer = (GroupOutcome) -> Void

    let priority: WritePriority
    /// Runs the closure in a savepoint and keeps its result for the answer. May run again when the group failed.
    let run: @Sendable (SQLiteTransaction) -> Answer
    /// Answers without having run.
    let refuse: @Sendable (StorageError) -> Void
}
