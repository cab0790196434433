import Cryptography
import Keys
import SQLiteStorage
import Storage
import TestKit
import Testing

/// A store before its root key is known.
@Suite struct LockedStoreTests {
    private let folder: StoreFolder
    private let rootKey = RootKey(randomBytes: SecureRandom.system)

    init() throws { self.folder = try StoreFolder() }

    private func locked() throws -> LockedStore { try LockedStore(folder: self.folder.path, reserveSize: 1 << 16) }

    private func slots() async throws -> [RootKeySlot] {
        let file = KeyFileProvider(path: self.folder.keyFile, randomBytes: SecureRandom.system)
        return [try await file.slot(holding: self.rootKey, number: 0)]
            + (try await SlotPair.make(
                of: self.rootKey, pair: 2, numbers: (3, 4), providers: (file, file), randomBytes: SecureRandom.system))
    }

    private func open(_ locked: LockedStore, with key: RootKey? = nil) throws -> SQLiteStore {
        try locked.unlock(with: key ?? self.rootKey, publish: { _ in }, onPoison: { _ in })
    }

    @Test func `a folder without a store is new, and one with a store tells its slots`() async throws {
        let empty = try self.locked()
        #expect(empty.isNew && empty.slots.isEmpty)
        let slots = try await self.slots()
        let made = try empty.create(self.rootKey, slots: slots)
        #expect(!made.isNew && made.slots == slots)
        #expect(made.checkValue == self.rootKey.checkValue)
        made.close()
        let again = try self.locked()
        #expect(again.slots == slots)
        again.close()
    }

    @Test func `another root key than its own does not unlock it, and its own does afterwards`() async throws {
        let made = try self.locked().create(self.rootKey, slots: try await self.slots())
        let error = #expect(throws: StorageError.self) {
            try self.open(made, with: RootKey(randomBytes: SecureRandom.system))
        }
        #expect(error?.code == .wrongRootKey)
        await (try self.open(made)).close()
    }

    @Test func `an open store is locked again without letting go of its folder, and opened again`() async throws {
        let store = try self.open(try self.locked().create(self.rootKey, slots: try await self.slots()))
        var samples = RecordSamples(seed: 3)
        let project = samples.project()
        try await store.write(.ordinary) { try $0.insert(project) }
        let locked = try await store.lock()
        #expect(await self.folder.openFailure()?.code == .held)
        await #expect(throws: StorageError.self) { try await store.read { try $0.project(project.id) } }
        await #expect(throws: StorageError.self) { try await store.lock() }
        let again = try self.open(locked)
        #expect(try await again.read { try $0.project(project.id) } == project)
        await again.close()
    }

    @Test(arguments: [
        "UPDATE system_keys SET envelope = zeroblob(113) WHERE purpose = 'row-mac'",
        "DELETE FROM system_keys WHERE purpose = 'row-mac'",
        """
        UPDATE system_keys SET envelope = (SELECT envelope FROM system_keys WHERE purpose = 'cursor-mac')
        WHERE purpose = 'row-mac'
        """,
        "UPDATE system_keys SET version = 2 WHERE purpose = 'row-mac'",
    ])
    func `a system key that was changed, moved or taken away is damage`(_ sql: String) async throws {
        try self.locked().create(self.rootKey, slots: try await self.slots()).close()
        try self.folder.edit(sql)
        #expect(await self.folder.openFailure()?.code == .damaged)
    }

    @Test(arguments: [
        "UPDATE root_key_slots SET share = 99", "UPDATE root_key_slots SET number = 200 WHERE number = 4",
    ])
    func `a slot that cannot be is damage`(_ sql: String) async throws {
        try self.locked().create(self.rootKey, slots: try await self.slots()).close()
        try self.folder.edit(sql)
        #expect(await self.folder.openFailure()?.code == .damaged)
    }

    @Test func `a slot moved to another number does not open`() async throws {
        try self.locked().create(self.rootKey, slots: try await self.slots()).close()
        try self.folder.edit("UPDATE root_key_slots SET number = number + 8")
        #expect(await self.folder.openFailure()?.code == .wrongRootKey)
    }
}
