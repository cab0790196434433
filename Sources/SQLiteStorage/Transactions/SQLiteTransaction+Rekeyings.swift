import GRDB
import Keys
import Storage

extension SQLiteTransaction: RekeyingWriting {
    func rekeying(_ id: RekeyingID) throws(StorageError) -> Rekeying? { try self.one(where: "id = ?", [id.rowID]) }

    func rekeyings(limit: Int) throws(StorageError) -> [Rekeying] {
        try self.list(where: "1", [], limit: limit, order: "started_at DESC, id DESC")
    }

    func unfinishedRekeyings() throws(StorageError) -> [Rekeying] {
        try self.list(where: "NOT is_finished", [], limit: .max, order: "started_at, id")
    }

    func insert(_ rekeying: Rekeying) throws(StorageError) { try self.insertRow(rekeying) }

    func update(_ rekeying: Rekeying) throws(StorageError) {
        let before = try self.rekeying(rekeying.id)
        try self.updateRow(rekeying)
        // What a leaked pepper alone told was replaced in the rows: the log still holds what it was.
        if rekeying.leak?.nestedAt != nil, before?.leak?.nestedAt == nil { self.didForget() }
    }
}
