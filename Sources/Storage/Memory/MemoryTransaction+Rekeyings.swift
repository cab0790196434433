import Keys

extension MemoryTransaction: RekeyingWriting {
    func rekeying(_ id: RekeyingID) -> Rekeying? { self.tables.rekeyings[id] }

    func rekeyings(limit: Int) -> [Rekeying] {
        Array(
            self.tables.rekeyings.values.sorted { ($0.startedAt, $0.id) > ($1.startedAt, $1.id) }.prefix(max(limit, 0)))
    }

    func unfinishedRekeyings() -> [Rekeying] {
        self.tables.rekeyings.values.filter { $0.phase != .finished }
            .sorted { ($0.startedAt, $0.id) < ($1.startedAt, $1.id) }
    }

    func insert(_ rekeying: Rekeying) throws(StorageError) {
        let isUnderWay = self.unfinishedRekeyings().contains {
            $0.kind == rekeying.kind && $0.tenant == rekeying.tenant && rekeying.phase != .finished
        }
        try self.refuse(isUnderWay, "another rotation of \(rekeying.tenant)")
        try self.insert(rekeying, rekeying.id, \.rekeyings)
    }

    func update(_ rekeying: Rekeying) throws(StorageError) {
        try self.update(rekeying, rekeying.id, \.rekeyings, \.revision)
    }
}
