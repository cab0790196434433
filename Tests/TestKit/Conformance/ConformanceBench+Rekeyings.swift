import Keys
import Storage

extension ConformanceBench {
    func destroysPeppers() async throws {
        let pepper = self.records.pepper
        try await self.insertSurroundings()
        try await self.store.write(.ordinary) { try $0.insert(pepper) }
        try await self.store.write(.ordinary) { try $0.destroyPepper(pepper.version, of: pepper.environmentID) }
        let left = try await self.store.read { try $0.peppers(of: pepper.environmentID) }
        try self.require(left == [pepper.destroyed], "the number is left")
        try self.require(left.allSatisfy(\.isDestroyed), "nothing else is")
        try self.require(self.published.all.last?.record == AnyHashable(pepper.destroyed), "that is published")
        try await self.refuses(.stale, "a pepper that is not there") {
            try $0.destroyPepper(pepper.version + 1, of: pepper.environmentID)
        }
        try await self.refuses(.duplicate, "the number of a destroyed pepper") { try $0.insert(pepper) }
    }

    func marksLeakedPeppers() async throws {
        let pepper = self.records.pepper
        let moment = RecordFixtures.moment.adding(seconds: 9)
        try await self.insertSurroundings()
        try await self.store.write(.ordinary) { try $0.insert(pepper) }
        for later in [moment, moment.adding(seconds: 1)] {
            try await self.store.write(.ordinary) {
                try $0.markPepperLeaked(pepper.version, of: pepper.environmentID, at: later)
            }
        }
        let leaked = pepper.leaked(at: moment)
        let found = try await self.store.read { try $0.peppers(of: pepper.environmentID) }
        try self.require(found == [leaked], "the first moment counts")
        try self.require(self.published.all.last?.record == AnyHashable(leaked), "that is published")
        try await self.refuses(.stale, "a pepper that is not there") {
            try $0.markPepperLeaked(pepper.version + 1, of: pepper.environmentID, at: moment)
        }
        let key = self.records.plainKey(1) { key in
            key.versions[0] = key.versions[0].told(by: .zero, under: 1, outerPeppers: [2, 3])
        }
        try await self.store.write(.ordinary) { try $0.insert(key) }
        try await self.store.read { reader in
            try self.require(try reader.key(key.id) == key, "it is read as it was written")
            var streamed: [KeyRecord] = []
            try reader.forEachKey { (key) throws(StorageError) in streamed.append(key) }
            try self.require(streamed.contains(key), "and so it is among all")
        }
    }

    func keepsRekeyings() async throws {
        let (one, two) = (self.rekeying(1, tenant: "env_a"), self.rekeying(2, tenant: "env_b"))
        try await self.store.write(.ordinary) { transaction in
            try transaction.insert(two)
            try transaction.insert(one)
        }
        try await self.store.read { reader in
            try self.require(try reader.rekeying(one.id) == one, "it comes back whole")
            try self.require(try reader.rekeying(.init(high: 9, low: 9)) == nil, "others are not there")
            try self.require(try reader.rekeyings(limit: 10) == [two, one], "the newest comes first")
            try self.require(try reader.rekeyings(limit: 1) == [two], "no more than asked for")
            try self.require(try reader.unfinishedRekeyings() == [one, two], "the oldest unfinished comes first")
        }
        try await self.refuses(.duplicate, "a second one of the tenant") {
            try $0.insert(self.rekeying(3, tenant: "env_a"))
        }
        var changed = one
        changed.phase = .finished
        try await self.refuses(.stale, "a change of no revision") { [changed] in try $0.update(changed) }
        changed.revision += 1
        try await self.store.write(.ordinary) { [changed] in try $0.update(changed) }
        try await self.store.write(.ordinary) { try $0.insert(self.rekeying(3, tenant: "env_a")) }
        let unfinished = try await self.store.read { try $0.unfinishedRekeyings() }
        try self.require(unfinished.map(\.tenant) == ["env_b", "env_a"], "a finished one makes room")
        try self.require(self.published.all.isEmpty, "nothing of it is published")
    }

    private func rekeying(_ number: UInt64, tenant: String) -> Rekeying {
        let moment = WallTime(milliseconds: Int64(number))
        let character = UInt64(0x3030_3030_3030_3030)
        return .init(
            id: .init(high: character, low: character + number), kind: .pepper, tenant: tenant, phase: .counting,
            oldKey: "1", newKey: "2", cursor: "here", moved: 3, remaining: 4, startedAt: moment, changedAt: moment,
            dueAt: number == 1 ? nil : moment, graceSeconds: 5, startedBy: "local:0")
    }
}
