import Cryptography
import GRDB
import Keys
import Storage

extension SQLiteTransaction: SealedKeyWriting {
    func rootKeyCheckValue() throws(StorageError) -> Digest256? {
        try self.attempt { try RootKeyRows.checkValue(self.database) }
    }

    func rootKeySlots() throws(StorageError) -> [RootKeySlot] {
        try self.attempt { try RootKeyRows.slots(self.database) }
    }

    func systemKeys() throws(StorageError) -> [SealedSystemKey] {
        try self.attempt { try RootKeyRows.systemKeys(self.database) }
    }

    func keyringKeys(of tenant: String?) throws(StorageError) -> [KeyringKey] {
        guard let tenant else { return try self.list(where: "1", [], limit: .max) }
        return try self.list(where: "tenant = ?", [tenant], limit: .max)
    }

    func keyringKey(_ id: KeyringKeyID) throws(StorageError) -> KeyringKey? {
        try self.one(where: "id = ?", [id.rowID])
    }

    func dataKey(_ id: DataKeyID) throws(StorageError) -> SealedDataKey? { try self.one(where: "id = ?", [id.rowID]) }

    func dataKeys(of subject: String, in tenant: String?) throws(StorageError) -> [SealedDataKey] {
        let order = "tenant, version"
        guard let tenant else { return try self.list(where: "subject = ?", [subject], limit: .max, order: order) }
        return try self.list(
            where: "subject = ? AND tenant = ?", [subject, tenant], limit: .max, order: order)
    }

    func dataKeys(
        wrappedBy key: KeyringKeyID, after: DataKeyID?, limit: Int
    ) throws(StorageError) -> [SealedDataKey] {
        try self.list(where: "wrapped_by = ? AND id > ?", [key.rowID, after?.rowID ?? ""], limit: limit)
    }

    func dataKeys(
        in tenant: String, createdBefore moment: WallTime, after: DataKeyID?, limit: Int
    ) throws(StorageError) -> [SealedDataKey] {
        var found: [SealedDataKey] = []
        var last = after
        // The moment stands in the content alone: rows that are too new are passed over.
        while found.count < limit {
            let page: [SealedDataKey] = try self.list(
                where: "tenant = ? AND id > ? AND NOT is_erased", [tenant, last?.rowID ?? ""], limit: limit)
            found += page.filter { $0.createdAt < moment }
            guard page.count == limit else { break }
            last = page.last?.id
        }
        return Array(found.prefix(limit))
    }

    func countDataKeys(wrappedBy key: KeyringKeyID) throws(StorageError) -> Int {
        try self.value("SELECT COUNT(*) FROM data_keys WHERE wrapped_by = ? AND NOT is_erased", [key.rowID]) ?? 0
    }

    func insert(_ slot: RootKeySlot) throws(StorageError) {
        try self.attempt { try RootKeyRows.insert(slot, self.database) }
    }

    func removeRootKeySlot(_ number: UInt8) throws(StorageError) {
        try self.execute("DELETE FROM root_key_slots WHERE number = ?", [Int64(number)])
        self.didForget()
    }

    func replaceRootKey(checkValue: Digest256, slots: [RootKeySlot]) throws(StorageError) {
        try self.attempt { try RootKeyRows.replace(checkValue: checkValue, slots: slots, self.database) }
        self.didForget()
    }

    func put(_ key: SealedSystemKey) throws(StorageError) {
        try self.attempt { try RootKeyRows.put(key, self.database) }
    }

    func insert(_ key: KeyringKey) throws(StorageError) { try self.insertRow(key) }

    func update(_ key: KeyringKey) throws(StorageError) {
        try self.updateRow(key)
        if !key.state.unwraps { self.rows.details.forget(key.id) }
        if key.state == .destroyed { self.didForget() }
    }

    func insert(_ key: SealedDataKey) throws(StorageError) { try self.insertRow(key) }

    func update(_ key: SealedDataKey) throws(StorageError) {
        try self.updateRow(key)
        guard key.erasedAt != nil else { return }
        self.rows.details.forget(key.id)
        self.didForget()
    }

    func reseal(_ pepper: SealedPepper) throws(StorageError) {
        let there: SealedPepper? = try self.one(where: "id = ?", [pepper.rowID])
        guard there != nil else { throw .init(.stale, "\(pepper.words) is not there") }
        try self.insertRow(pepper, replacing: true)
    }
}
