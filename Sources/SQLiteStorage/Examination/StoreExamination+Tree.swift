import Auditing
import GRDB
import Keys
import Storage

/// The stored tree of the audit log: its tiles, and what the log's key signed about it.
extension StoreExamination {
    static func name(_ place: TilePlace) -> String { "audit_tiles/\(place.level)/\(place.number)" }

    /// What the log's key signed last, when that is to be believed.
    mutating func signedHead() -> Checkpoint? {
        do {
            guard let identity = try LogIdentity.read(self.database, self.view.rows) else {
                throw StorageError(.damaged, "name and key of the audit log are missing")
            }
            let signer = try CheckpointSigner(
                self.view.logKeys(), origin: identity.name, under: self.keys.systemKeys)
            guard let stored = try self.view.storedCheckpoint() else {
                throw StorageError(.damaged, "the checkpoint of the audit log is missing")
            }
            let head = try signer.head(in: stored.note)
            guard head.size == stored.size else {
                throw StorageError(.damaged, "the checkpoint of the audit log contradicts its row")
            }
            self.conclude(checkpoint: stored.note)
            return head
        } catch let error as AuditingError {
            self.add("audit_checkpoint", "the checkpoint of the audit log is refused: \(error.message)")
        } catch {
            self.add("audit_checkpoint", error)
        }
        return nil
    }

    /// Every tile that is stored, by itself: its code, and whether the signed tree has it. Without a checkpoint to believe
    /// there is no telling which ones there should be.
    mutating func examineTiles(signedSize: UInt64?) {
        self.eachRow(
            of: "audit_tiles", "SELECT (place & 7) || '/' || (place >> 3), place & 7, place >> 3 FROM audit_tiles"
        ) { examination, row in
            guard let level = UInt8.fromDatabaseValue(row[1]), let number = UInt64.fromDatabaseValue(row[2]),
                try examination.view.filledAuditTile(level: level, number: number) != nil
            else { throw StorageError(.damaged, "the tile has an impossible place") }
            guard let signedSize else { return }
            guard TilePlace(level: level, number: number, inTreeOf: signedSize)?.isFull ?? false else {
                throw StorageError(.damaged, "the tile is beyond the tree that the checkpoint signs")
            }
        }
    }

    /// A full tile that has to be there; `nil` when it is not to be believed, which was said of it already.
    mutating func tile(_ place: TilePlace) -> [Digest256]? {
        do {
            let stored = try self.view.filledAuditTile(level: place.level, number: place.number)
            if stored == nil { self.add(Self.name(place), "the tile is missing") }
            return stored
        } catch {
            return nil
        }
    }

    /// Holds the tree that was made of the entries against the signed one.
    mutating func compare(_ walk: LogWalk, with head: Checkpoint, count: UInt64) {
        guard head.size <= count else {
            return self.add(
                "audit_checkpoint", "the audit log was cut: it has \(count) entries, and its checkpoint \(head.size)")
        }
        // When something is missing or changed before the end, that was named, and there is no root to compare.
        guard walk.isWhole, walk.signedRoot != head.root else { return }
        self.add("audit_checkpoint", "the audit log is not the one that its checkpoint signs")
    }
}
