import GRDB
import Keys
import Storage
import Synchronization

/// The one copy of a store that is on its way. Its steps run on the store's queue, and each is short.
final class CopyWork: Sendable {
    private struct State: ~Copyable {
        var copy: OnlineCopy?
        var isOver = false
    }

    private let path: String
    private let time: @Sendable () -> MonotonicNanoseconds
    private let state = Mutex(State())

    init(path: String, time: @escaping @Sendable () -> MonotonicNanoseconds) {
        self.path = path
        self.time = time
    }

    /// Does one step.
    ///
    /// - Returns: whether the copy is whole.
    func step(_ database: Database) throws -> Bool {
        try self.state.withLock { state in
            guard !state.isOver else { throw SQLiteStore.closed }
            var copy = try Self.begun(state.copy.take(), database, self.path)
            guard try copy.step(self.time) else {
                state.copy = consume copy
                return false
            }
            state.isOver = true
            try copy.end()
            return true
        }
    }

    private static func begun(
        _ copy: consuming OnlineCopy?, _ database: Database, _ path: String
    ) throws(StorageError) -> OnlineCopy {
        switch consume copy {
        case .some(let begun): return begun
        case .none: return try OnlineCopy(of: database, into: path)
        }
    }

    /// Gives the copy up. The connection cannot be closed before.
    func abandon() {
        self.state.withLock { state in
            state.isOver = true
            state.copy = nil
        }
    }
}
