import AdminAPI
import Backups
import Cryptography
import KeyManagement
import Keys
import SQLiteStorage
import Storage

/// Makes backups of an open store.
struct BackupMaker: Sendable {
    let store: SQLiteStore
    let time: TimeSource
    let randomBytes: RandomBytes

    /// Copies the store. When this returns, what the backup holds is settled. With `beginning` a chain of segments begins
    /// with it.
    func prepare(beginning chain: ChainBeginning? = nil) async throws -> PreparedBackup {
        let copy: StoreCopy
        do {
            copy = try await self.store.copy(time: self.time.monotonic, beginning: chain)
        } catch {
            guard let failure = error as? StorageError, failure.code == .overloaded else { throw error }
            throw ManagementError(.overloaded, "A backup is under way.", fix: "Repeat it when that has ended.")
        }
        guard copy.rootKey.checkValue == copy.head.checkValue else {
            throw ManagementError(.overloaded, "The root key is being replaced.", fix: "Repeat it in a moment.")
        }
        return .init(copy: copy, createdAt: self.time.wallTime(), randomBytes: self.randomBytes)
    }
}

/// A copy of the store on its way into a backup. Takes as much space as the database until it is gone.
struct PreparedBackup: Sendable {
    private static let pieceLength = 1 << 18

    let copy: StoreCopy
    let createdAt: WallTime
    let randomBytes: RandomBytes

    /// The backup, from its first byte to its last.
    func pieces() throws -> BackupPieces { try BackupPieces(self) }

    /// What stands before the database, to be sealed.
    func sealer() throws -> BackupSealer {
        let head = self.copy.head
        return try BackupSealer(
            header: BackupHeader(checkValue: head.checkValue, slots: head.slots), manifest: self.manifest(),
            rootKey: self.copy.rootKey, randomBytes: self.randomBytes)
    }

    /// The next bytes of the database; `nil` behind the last.
    func piece(at offset: UInt64) throws -> [UInt8]? {
        guard offset < self.copy.file.length else { return nil }
        let piece = try self.copy.file.bytes(at: offset, atMost: Self.pieceLength)
        guard !piece.isEmpty else { throw StorageError(.damaged, "the copy of the store got shorter") }
        return piece
    }

    private func manifest() throws -> BackupManifest {
        var hash = RunningSHA256()
        var offset: UInt64 = 0
        while let piece = try self.piece(at: offset) {
            hash.append(piece.span)
            offset += UInt64(piece.count)
        }
        let head = self.copy.head
        return BackupManifest(
            createdAt: self.createdAt, version: GatehouseVersion.current, storeFormat: head.format,
            log: .init(size: head.entries, root: head.root, checkpoint: head.checkpoint),
            databaseLength: self.copy.file.length,
            databaseHash: hash.digest,
            segments: head.shipped.map { .init(chain: $0.chain, commit: $0.commit) })
    }
}
