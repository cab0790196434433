import Keys

extension MemoryTransaction {
    func key(_ id: KeyID) -> KeyRecord? { self.tables.keys[id] }

    func keys(matching filter: KeyFilter, after: KeyPosition?, limit: Int) -> [KeyRecord] {
        self.matching(filter).filter { key in after.map { $0.precedes(.init(key)) } ?? true }
            .sorted { KeyPosition($0).precedes(.init($1)) }.prefix(max(limit, 0)).map { $0 }
    }

    func countKeys(matching filter: KeyFilter) -> Int { self.matching(filter).count }

    func keysWithRotationEnding(after start: WallTime, notAfter end: WallTime, limit: Int) -> [KeyRecord] {
        self.tables.keys.values.compactMap { key -> (end: WallTime, key: KeyRecord)? in
            guard let rotation = key.rotation, rotation.cancelledAt == nil, rotation.endsAt > start,
                rotation.endsAt <= end
            else { return nil }
            return (rotation.endsAt, key)
        }
        .sorted { ($0.end, $0.key.id) < ($1.end, $1.key.id) }.prefix(max(limit, 0)).map(\.key)
    }

    func forEachKey(_ body: (KeyRecord) throws(StorageError) -> Void) throws(StorageError) {
        for key in self.tables.keys.values { try body(key) }
    }

    func usage(of key: KeyID) -> [VersionUsage] { self.tables.usage[key] ?? [] }

    private func matching(_ filter: KeyFilter) -> [KeyRecord] {
        self.tables.keys.values.filter { key in
            filter.matches(
                key, lastUsedAt: self.tables.usage[key.id]?.first?.at, foreign: self.tables.foreignCredentials[key.id])
        }
    }

    func record(_ usage: VersionUsage) {
        guard self.tables.keys[usage.keyID] != nil else { return }
        let before = self.tables.usage[usage.keyID]
        self.willChange { $0.usage[usage.keyID] = before }
        var rows = before ?? []
        if let known = rows.firstIndex(where: { $0.isSameCaller(as: usage) }) {
            guard rows[known].at <= usage.at else { return }
            rows.remove(at: known)
        }
        rows.insert(usage, at: rows.firstIndex { $0.at <= usage.at } ?? rows.endIndex)
        let ofVersion = rows.indices.filter { rows[$0].versionNumber == usage.versionNumber }
        if ofVersion.count > VersionUsage.mostCallers, let oldest = ofVersion.last { rows.remove(at: oldest) }
        self.tables.usage[usage.keyID] = rows
    }
}

extension VersionUsage {
    /// Whether both tell of the same caller of the same version.
    fileprivate func isSameCaller(as other: Self) -> Bool {
        self.versionNumber == other.versionNumber && self.address == other.address
            && self.userAgent == other.userAgent
    }
}
