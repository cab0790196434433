import Auditing
import Cryptography
import Keys
import Storage

extension ConformanceBench {
    func keepsSealedKeys() async throws {
        let randomness = FixedRandomness(seed: 41)
        let rootKey = RootKey(randomBytes: randomness.bytes)
        let now = WallTime(seconds: 7)
        try await self.keepsRootKeyRows(rootKey)
        var primary = try KeyringKey.draw(tenant: "env", at: now, under: rootKey, randomBytes: randomness.bytes)
        try primary.become(.primary, at: now)
        let key = primary
        var second = try KeyringKey.draw(tenant: "env", at: now, under: rootKey, randomBytes: randomness.bytes)
        let pending = second
        try await self.store.write(.ordinary) { transaction in
            try transaction.insert(key)
            try transaction.insert(pending)
        }
        try second.become(.primary, at: now)
        second.revision += 1
        let usurper = second
        try await self.refuses(.duplicate, "a second primary key") { try $0.update(usurper) }
        let wrapping = try key.opened(under: rootKey)
        let data = try (1...3).map { version in
            try wrapping.draw(for: "idn", version: UInt32(version), at: now, randomBytes: randomness.bytes).sealed
        }
        try await self.store.write(.ordinary) { transaction in
            for row in data { try transaction.insert(row) }
        }
        try await self.erasesDataKeys(data, of: key)
        let found = try await self.store.read { try ($0.keyringKeys(of: "env"), $0.keyringKeys(of: "other")) }
        try self.require(Set(found.0) == [key, pending] && found.1.isEmpty, "keys of a keyring are listed by tenant")
    }

    private func keepsRootKeyRows(_ rootKey: RootKey) async throws {
        let randomness = FixedRandomness(seed: 42)
        let slots = [
            RootKeySlot(number: 3, kind: "file", share: .part(.second, pair: 1), wrapped: [1, 2, 3]),
            RootKeySlot(number: 9, kind: "passphrase", wrapped: [4]),
        ]
        let system = try SystemKeys.adopt(from: rootKey).sealed(under: rootKey, randomBytes: randomness.bytes)
        try await self.store.write(.ordinary) { transaction in
            try transaction.replaceRootKey(checkValue: rootKey.checkValue, slots: slots)
            try transaction.insert(RootKeySlot(number: 4, kind: "file", wrapped: [5]))
            try transaction.removeRootKeySlot(4)
            for key in system { try transaction.put(key) }
        }
        try await self.refuses(.duplicate, "a slot of that number") { try $0.insert(slots[0]) }
        let found = try await self.store.read {
            try ($0.rootKeyCheckValue(), $0.rootKeySlots(), $0.systemKeys())
        }
        try self.require(found.0 == rootKey.checkValue && found.1 == slots, "slots come back by number")
        try self.require(Set(found.2) == Set(system), "system keys are replaced by purpose and version")
    }

    private func erasesDataKeys(_ data: [SealedDataKey], of key: KeyringKey) async throws {
        var erased = data[1]
        erased.erase(at: WallTime(seconds: 9))
        erased.revision += 1
        let row = erased
        try await self.store.write(.ordinary) { try $0.update(row) }
        let found = try await self.store.read {
            try (
                $0.dataKeys(of: "idn", in: nil), $0.dataKeys(of: "idn", in: "elsewhere"), $0.dataKey(row.id),
                $0.dataKeys(wrappedBy: key.id, after: nil, limit: 2), $0.countDataKeys(wrappedBy: key.id)
            )
        }
        try self.require(found.0 == [data[0], row, data[2]] && found.1.isEmpty, "data keys are listed by version")
        try self.require(found.2 == row && found.2?.envelope == [], "an erased key has no envelope")
        try self.require(found.3.count == 2 && found.3[0].id < found.3[1].id, "data keys are paged by id")
        try self.require(found.4 == 2, "erased keys are not counted")
        try await self.refuses(.duplicate, "a version of a data key") { try $0.insert(data[0]) }
        try await self.refuses(.stale, "an older revision of a data key") { try $0.update(row) }
    }

    func erasesDetails() async throws {
        let randomness = FixedRandomness(seed: 43)
        let drafts = ["alice", "bob", "alice"].enumerated().map { index, person in
            AuditDraft(
                timestamp: Int64(index), tenant: nil, actor: .init(type: "local", id: "local:0"), action: .keyIssue,
                object: .init(type: "key", id: "key"),
                details: AuditDetails(["address": "192.0.2.\(index)"], about: person, randomBytes: randomness.bytes))
        }
        try await self.store.write(.ordinary) { transaction in
            for draft in drafts { try transaction.append(draft) }
        }
        try self.require(
            try await self.details() == drafts.map(\.details), "details come back as they were, with their subject")
        try await self.store.write(.ordinary) { transaction in
            for key in try transaction.dataKeys(of: "alice", in: nil) {
                var erased = key
                erased.erase(at: WallTime(seconds: 9))
                erased.revision += 1
                try transaction.update(erased)
            }
            try transaction.append(drafts[0])
        }
        let left = try await self.details()
        try self.require(
            left == [nil, drafts[1].details, nil, drafts[0].details],
            "erased details are gone, others and later ones are not")
        let versions = try await self.store.read { try $0.dataKeys(of: "alice", in: nil).map(\.version) }
        try self.require(versions == [1, 2], "what is sealed after an erasure is sealed under a key of its own")
    }

    private func details() async throws -> [AuditDetails?] {
        try await self.store.read { reader in
            try reader.auditEntries(matching: .init(), .oldestFirst, from: nil, limit: 10).map(\.details)
        }
    }
}
