import Auditing
import Cryptography
import Keys

extension MemoryTransaction: SealedKeyWriting {
    func rootKeyCheckValue() -> Digest256? { self.tables.rootKeyCheckValue }

    func rootKeySlots() -> [RootKeySlot] { self.tables.rootKeySlots.values.sorted { $0.number < $1.number } }

    func systemKeys() -> [SealedSystemKey] {
        self.tables.systemKeys.values.sorted { ($0.purpose.rawValue, $0.version) < ($1.purpose.rawValue, $1.version) }
    }

    func keyringKeys(of tenant: String?) -> [KeyringKey] {
        self.tables.keyringKeys.values.filter { key in tenant.map { key.tenant == $0 } ?? true }
            .sorted { $0.id < $1.id }
    }

    func keyringKey(_ id: KeyringKeyID) -> KeyringKey? { self.tables.keyringKeys[id] }

    func dataKey(_ id: DataKeyID) -> SealedDataKey? { self.tables.dataKeys[id] }

    func dataKeys(of subject: String, in tenant: String?) -> [SealedDataKey] {
        self.tables.dataKeys.values.filter { $0.subject == subject && (tenant == nil || $0.tenant == tenant) }
            .sorted { ($0.tenant, $0.version) < ($1.tenant, $1.version) }
    }

    func dataKeys(wrappedBy key: KeyringKeyID, after: DataKeyID?, limit: Int) -> [SealedDataKey] {
        self.tables.dataKeys.values.filter { row in row.wrappedBy == key && (after.map { row.id > $0 } ?? true) }
            .sorted { $0.id < $1.id }.prefix(max(limit, 0)).map(\.self)
    }

    func dataKeys(
        in tenant: String, createdBefore moment: WallTime, after: DataKeyID?, limit: Int
    ) -> [SealedDataKey] {
        let found = self.tables.dataKeys.values.filter { row in
            row.tenant == tenant && row.createdAt < moment && row.erasedAt == nil && (after.map { row.id > $0 } ?? true)
        }
        return Array(found.sorted { $0.id < $1.id }.prefix(max(limit, 0)))
    }

    func details(sealedUnder key: DataKeyID, limit: Int) -> [PlacedAuditDetails] {
        let found = self.tables.details.filter { $0.value.dataKey == key }.sorted { $0.key < $1.key }
        return found.prefix(max(limit, 0)).compactMap { sequence, details in
            let entry = self.tables.audit.first { $0.entry.sequence == sequence }
            return entry?.entry.detailsCommitment.map { commitment in
                .init(sequence: sequence, name: DetailSealing.name(commitment), details: details)
            }
        }
    }

    func countDetails(sealedUnder key: DataKeyID) -> Int { self.tables.details.values.count { $0.dataKey == key } }

    func replaceDetails(of sequence: UInt64, with details: SealedAuditDetails) throws(StorageError) {
        guard let before = self.tables.details[sequence] else {
            throw .init(.stale, "audit entry \(sequence) has no details")
        }
        self.willChange { $0.details[sequence] = before }
        self.tables.details[sequence] = details
    }

    /// Here nothing ever lay in clear.
    func entriesInClear(limit: Int) -> [StoredAuditEntry] { [] }

    func countDetailsInClear() -> Int { 0 }

    func sealDetails(of entry: StoredAuditEntry, about subject: String, at now: WallTime) throws(StorageError) {
        throw .init(.stale, "audit entry \(entry.entry.sequence) has no details in clear")
    }

    func countDataKeys(wrappedBy key: KeyringKeyID) -> Int {
        self.tables.dataKeys.values.count { $0.wrappedBy == key && $0.erasedAt == nil }
    }

    func insert(_ slot: RootKeySlot) throws(StorageError) {
        try self.insert(slot, slot.number, \.rootKeySlots)
    }

    func removeRootKeySlot(_ number: UInt8) {
        let before = self.tables.rootKeySlots[number]
        self.willChange { $0.rootKeySlots[number] = before }
        self.tables.rootKeySlots[number] = nil
    }

    func replaceRootKey(checkValue: Digest256, slots: [RootKeySlot]) throws(StorageError) {
        let before = (self.tables.rootKeyCheckValue, self.tables.rootKeySlots)
        self.willChange { ($0.rootKeyCheckValue, $0.rootKeySlots) = before }
        self.tables.rootKeyCheckValue = checkValue
        self.tables.rootKeySlots = [:]
        for slot in slots { try self.insert(slot) }
    }

    func put(_ key: SealedSystemKey) {
        let name = MemoryTables.SystemKeyName(purpose: key.purpose, version: key.version)
        let before = self.tables.systemKeys[name]
        self.willChange { $0.systemKeys[name] = before }
        self.tables.systemKeys[name] = key
    }

    func insert(_ key: KeyringKey) throws(StorageError) {
        try self.refuseSecondPrimary(key)
        try self.insert(key, key.id, \.keyringKeys)
    }

    func update(_ key: KeyringKey) throws(StorageError) {
        try self.refuseSecondPrimary(key)
        try self.update(key, key.id, \.keyringKeys, \.revision)
        if !key.state.unwraps { self.details.forget(key.id) }
    }

    func insert(_ key: SealedDataKey) throws(StorageError) {
        let taken = self.dataKeys(of: key.subject, in: key.tenant).contains { $0.version == key.version }
        try self.refuse(taken, "the data key \(key.version) of \(key.subject)")
        try self.insert(key, key.id, \.dataKeys)
    }

    func update(_ key: SealedDataKey) throws(StorageError) {
        try self.update(key, key.id, \.dataKeys, \.revision)
        if key.erasedAt != nil { self.details.forget(key.id) }
    }

    /// The entry as it was appended, unless its details were erased.
    func withDetails(_ entry: StoredAuditEntry) throws(StorageError) -> StoredAuditEntry {
        guard let sealed = self.tables.details[entry.entry.sequence], let commitment = entry.entry.detailsCommitment,
            let details = try self.details.open(sealed, commitment: commitment, in: self)
        else { return entry }
        var whole = entry
        do throws(AuditingError) {
            try whole.attach(details)
        } catch {
            throw .init(.damaged, error.message)
        }
        return whole
    }

    func reseal(_ pepper: SealedPepper) throws(StorageError) {
        let before = self.tables.peppers[pepper.environmentID] ?? []
        guard let index = before.firstIndex(where: { $0.version == pepper.version }) else {
            throw .init(.stale, "the pepper \(pepper.version) of \(pepper.environmentID) is not there")
        }
        self.willChange { $0.peppers[pepper.environmentID] = before }
        self.tables.peppers[pepper.environmentID]?[index] = pepper
    }

    private func refuseSecondPrimary(_ key: KeyringKey) throws(StorageError) {
        let others = self.keyringKeys(of: key.tenant).filter { $0.id != key.id }
        try self.refuse(
            key.state == .primary && others.contains { $0.state == .primary }, "a primary key of \(key.tenant)")
    }
}
