package import Keys
package import Storage
import Synchronization

extension SQLiteStore {
    /// What was committed since a chain began and waits to be shipped, oldest first. Throws when the chain is broken: it
    /// has ended, or more was waiting than is kept.
    package func waitingCommits(of chain: String) throws(StorageError) -> [PageCommit] {
        try self.shipping.withLock { (shelf) throws(StorageError) in
            guard let shelf else { throw StorageError(.stale, "the chain of segments has ended") }
            return try shelf.waiting(chain)
        }
    }

    /// What was shipped waits no more.
    package func shipped(_ chain: String, through number: UInt64) {
        if let commits = self.shipping.withLock({ $0?.shipped(chain, through: number) }) {
            self.shippingGate.didShip(commits)
        }
    }

    /// Keeps nothing for the chain any more.
    package func endShipping(_ chain: String) {
        let wasLast = self.shipping.withLock { shelf in
            shelf?.end(chain)
            guard shelf?.isEmpty ?? false else { return false }
            shelf = nil
            return true
        }
        if wasLast { self.shippingGate.forget() }
    }

    /// What tells the root key, in what is committed. Every commit that was seen before is at most as new.
    package func committedCheckValue() async throws -> Digest256? {
        try await self.onConnection { try RootKeyRows.checkValue($0) }
    }

    /// Begins a chain with the commit that comes next. On the connection.
    func beginShipping(_ chain: String, wallTime: @escaping @Sendable () -> WallTime) throws(StorageError) {
        let log = self.folder.database + "-wal"
        try self.shipping.withLock { (shelf) throws(StorageError) in
            if shelf == nil { shelf = try CommitShelf(log, wallTime: wallTime) }
            shelf?.begin(chain)
        }
    }

    /// Takes what was just committed, before anybody is told of it. On the connection.
    func collect(entries: UInt64) {
        let seen = self.shipping.withLock { shelf -> UInt64? in
            shelf?.collect(entries: entries)
            return shelf?.seen
        }
        if let seen { self.shippingGate.didSee(seen) }
    }
}
