import Auditing
import GRDB
import Glibc
package import Keys
import Storage
import Synchronization

extension SQLiteStore {
    /// Copies the store while it goes on: each step keeps the connection for milliseconds, and what is written in between
    /// is in the copy as well. One at a time.
    ///
    /// With `beginning` a chain of segments begins: what is committed after the copy waits for being shipped.
    ///
    /// Throws `full` when the copy would not leave the disk enough, `overloaded` while another copy is made.
    package func copy(
        time: @escaping @Sendable () -> MonotonicNanoseconds, beginning chain: ChainBeginning? = nil
    ) async throws -> StoreCopy {
        let work = CopyWork(path: self.folder.copy, time: time)
        guard self.begin(work) else { throw StorageError(.overloaded, "a copy of the store is being made") }
        defer { self.end(work) }
        try self.refuseScarceSpace()
        try CopiedFile.create(self.folder.copy)
        while true {
            try Task.checkCancellation()
            guard let head = try await self.step(work, chain) else { continue }
            return StoreCopy(file: try CopiedFile(self.folder.copy), head: head, rootKey: self.rootKey)
        }
    }

    private func begin(_ work: CopyWork) -> Bool {
        self.copying.withLock { copying in
            guard copying == nil else { return false }
            copying = work
            return true
        }
    }

    private func end(_ work: CopyWork) {
        self.database.asyncWriteWithoutTransaction { _ in work.abandon() }
        unlink(self.folder.copy)
        self.copying.withLock { $0 = nil }
    }

    /// - Returns: what the store is at the moment that the copy is whole; `nil` before.
    private func step(_ work: CopyWork, _ chain: ChainBeginning?) async throws -> StoreHead? {
        try await withCheckedThrowingContinuation { continuation in
            self.database.asyncWriteWithoutTransaction { database in
                continuation.resume(with: Result { try self.step(work, chain, database) })
            }
        }
    }

    private func step(_ work: CopyWork, _ chain: ChainBeginning?, _ database: Database) throws -> StoreHead? {
        guard !self.isClosed else { throw Self.closed }
        guard try UnhurriedWork.run({ try work.step(database) }) else { return nil }
        if let chain { try self.beginShipping(chain.name, wallTime: chain.wallTime) }
        return try self.head(database)
    }

    /// The copy takes as much space as the database, and must not take what writes need.
    private func refuseScarceSpace() throws {
        let wanted = self.folder.databaseSize
        guard self.folder.freeSpace / 4 >= wanted / 4 + UInt64(Self.reserveSize) else {
            throw StorageError(
                .full, "a copy of the store takes \(wanted) bytes in \(self.folder.path), which are not free")
        }
    }

    /// What the store is now.
    private func head(_ database: Database) throws -> StoreHead {
        guard let checkValue = try RootKeyRows.checkValue(database) else {
            throw StorageError(.damaged, "the store has lost what tells its root key")
        }
        let view = self.view(database)
        guard let signed = try view.storedCheckpoint(), signed.size == view.auditTree.size else {
            throw StorageError(.damaged, "the checkpoint of the audit log is not that of its last entry")
        }
        return StoreHead(
            format: Schema.newest, checkValue: checkValue, slots: try RootKeyRows.slots(database),
            entries: signed.size, root: view.auditTree.root, checkpoint: signed.note,
            shipped: self.shipping.withLock { $0?.position })
    }
}
