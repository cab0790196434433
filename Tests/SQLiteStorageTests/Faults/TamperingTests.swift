import Auditing
import Cryptography
import GRDB
import Keys
import SQLiteStorage
import Storage
import TestKit
import Testing

/// Someone edits the file while the server is down.
@Suite struct TamperingTests {
    /// A store with two keys and five audit entries, closed; and the keys.
    private func filled() async throws -> (StoreFolder, [KeyRecord]) {
        let folder = try StoreFolder()
        let store = try await folder.open()
        var fixture = Fixture(seed: 30)
        let (project, environment) = (fixture.project, fixture.environment)
        let pepper = fixture.samples.pepper(of: environment.id, version: 1)
        let keys = [fixture.key(), fixture.key()]
        try await store.write(.ordinary) { store in
            try store.insert(project)
            try store.insert(environment)
            try store.insert(pepper)
        }
        for key in keys { try await store.issue(key) }
        for _ in 0..<3 { _ = try await store.write(.ordinary) { try $0.append(Fixture.draft(keys[0], .keyUpdate)) } }
        await store.close()
        return (folder, keys)
    }

    private func id(_ key: KeyRecord) -> String { String(decoding: key.id.characters, as: UTF8.self) }

    /// The failure of a read.
    private func failure<Value: Sendable>(
        _ folder: StoreFolder, _ body: @escaping @Sendable (any StoreReading) throws -> Value
    ) async throws -> StorageError? {
        let store = try await folder.open()
        var failure: StorageError?
        do {
            _ = try await store.read(body)
        } catch {
            failure = error as? StorageError
        }
        await store.close()
        return failure
    }

    @Test(arguments: [
        "name = 'mallory'", "state = 9, revokes_at = 77", "expires_at = 4102444800000", "revision = revision + 1",
        "owner_id = 'AAAAAAAAAAAAAAAA'", "project_id = 'AAAAAAAAAAAAAAAA'", "created_at = created_at + 1",
        "rotation_ends_at = 5", "environment_id = 'AAAAAAAAAAAAAAAA'", "mac = zeroblob(32)", "mac = x'00'",
        "content = zeroblob(200)", "content = x''", "id = 'AAAAAAAAAAAAAAAA'",
    ])
    func `an edited key is refused by name`(change: String) async throws {
        let (folder, keys) = try await self.filled()
        try folder.edit("UPDATE keys SET \(change) WHERE id = ?", [self.id(keys[0])])
        let failure = try await self.failure(folder) { store in try store.forEachKey { _ in } }
        #expect(failure?.code == .damaged)
        let name = change.hasPrefix("id =") ? "AAAAAAAAAAAAAAAA" : self.id(keys[0])
        #expect(failure?.message.contains(name) == true)
    }

    @Test func `among thousands of keys, read in many parts, each is read once and an edited one is refused`()
        async throws
    {
        let folder = try StoreFolder()
        let store = try await folder.open()
        let fixture = Fixture(seed: 31)
        let keys = (0..<7_000).reduce(into: (fixture, [KeyRecord]())) { state, _ in state.1.append(state.0.key()) }.1
        try await store.write(.ordinary) { store in
            for key in keys { try store.insert(key) }
        }
        let read = try await store.read { store in
            var read: [KeyRecord] = []
            try store.forEachKey { (key) throws(StorageError) in read.append(key) }
            return read
        }
        #expect(read == keys)
        await store.close()
        for victim in [keys[0], keys[5_000], keys[6_999]] {
            try folder.edit("UPDATE keys SET state = state + 4 WHERE id = ?", [self.id(victim)])
            let failure = try await self.failure(folder) { store in try store.forEachKey { _ in } }
            #expect(failure?.code == .damaged && failure?.message.contains(self.id(victim)) == true)
            try folder.edit("UPDATE keys SET state = state - 4 WHERE id = ?", [self.id(victim)])
        }
    }

    @Test func `flipped bytes of a content are found`() async throws {
        let (folder, keys) = try await self.filled()
        let key = keys[0]
        let content = key.canonicalBytes
        for index in stride(from: 0, to: content.count, by: 37) {
            var changed = content
            changed[index] ^= 0x20
            let hexadecimal = changed.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            try folder.edit("UPDATE keys SET content = x'\(hexadecimal)' WHERE id = ?", [self.id(key)])
            #expect(try await self.failure(folder) { store in try store.key(key.id) }?.code == .damaged)
        }
    }

    @Test func `contents swapped between two keys are refused`() async throws {
        let (folder, keys) = try await self.filled()
        let (victim, donor) = (keys[0], keys[1])
        try folder.edit(
            """
            UPDATE keys SET (content, mac) = (SELECT k.content, k.mac FROM keys AS k WHERE k.id = ?) WHERE id = ?
            """, [self.id(donor), self.id(victim)])
        #expect(try await self.failure(folder) { try $0.key(victim.id) }?.code == .damaged)
        #expect(try await self.failure(folder) { try $0.key(donor.id) } == nil)
    }

    @Test func `a digest in a digest is refused in another row, and in its own under another revision`() async throws {
        let (folder, keys) = try await self.filled()
        let (victim, donor) = (keys[0], keys[1])
        try folder.edit("CREATE TABLE kept AS SELECT * FROM keys WHERE id = ?", [self.id(donor)])
        let store = try await folder.open()
        var nested = donor
        nested.versions[0] = donor.versions[0].told(
            by: .zero, under: donor.versions[0].pepperVersion, outerPeppers: [donor.versions[0].pepperVersion + 1])
        nested.revision += 1
        try await store.write(.ordinary) { [nested] in
            try $0.markPepperLeaked(1, of: nested.environmentID, at: .init(milliseconds: 1))
            try $0.update(nested)
        }
        #expect(try await store.read { try $0.key(donor.id) } == nested)
        await store.close()
        #expect(try folder.number("PRAGMA user_version") == 10, "code from before does not open it")
        try folder.edit(
            """
            UPDATE keys SET (content, mac) = (SELECT k.content, k.mac FROM keys AS k WHERE k.id = ?) WHERE id = ?
            """, [self.id(donor), self.id(victim)])
        #expect(try await self.failure(folder) { try $0.key(victim.id) }?.code == .damaged)
        let back = "UPDATE keys SET (content, mac) = (SELECT content, mac FROM kept) WHERE id = ?"
        try folder.edit(back, [self.id(donor)])
        #expect(try await self.failure(folder) { try $0.key(donor.id) }?.code == .damaged)
    }

    @Test func `a revoked key put back to its earlier content under the new revision is refused`() async throws {
        let (folder, keys) = try await self.filled()
        let key = keys[0]
        try folder.edit("CREATE TABLE kept AS SELECT * FROM keys WHERE id = ?", [self.id(key)])
        let store = try await folder.open()
        try await store.revoke(key)
        await store.close()
        try folder.edit("UPDATE keys SET (content, mac) = (SELECT content, mac FROM kept) WHERE id = ?", [self.id(key)])
        #expect(try await self.failure(folder) { try $0.key(key.id) }?.code == .damaged)
    }

    @Test func `a pepper moved to another version is refused`() async throws {
        let (folder, keys) = try await self.filled()
        let environment = keys[0].environmentID
        try folder.edit("UPDATE peppers SET version = 2")
        #expect(try await self.failure(folder) { try $0.peppers(of: environment) }?.code == .damaged)
    }

    @Test func `labels that lie about a key are found when they show it`() async throws {
        let (folder, keys) = try await self.filled()
        try folder.edit("INSERT INTO key_labels (key_id, kind, value) VALUES (?, 0, 'forged')", [self.id(keys[0])])
        let failure = try await self.failure(folder) { store in
            var filter = KeyFilter(now: .init(seconds: 0))
            filter.tag = "forged"
            return try store.keys(matching: filter, after: nil, limit: 10)
        }
        #expect(failure?.code == .damaged)
    }

    @Test(arguments: [
        "UPDATE audit_entries SET leaf = CAST(replace(CAST(leaf AS TEXT), 'allow', 'deny') AS BLOB) WHERE sequence = 2",
        "UPDATE audit_entries SET leaf_hash = zeroblob(32) WHERE sequence = 2",
        "UPDATE audit_entries SET mac = zeroblob(32) WHERE sequence = 2",
        "DELETE FROM audit_entries WHERE sequence = 2",
        "UPDATE audit_entries SET sequence = 20 WHERE sequence = 2",
        "UPDATE audit_entries SET sequence = \(Int64.max) WHERE sequence = 2",
        """
        DELETE FROM audit_entries WHERE sequence <> 2; UPDATE audit_entries SET sequence = \(Int64.min);
        """,
        """
        UPDATE audit_entries SET (leaf, leaf_hash, mac) =
            (SELECT b.leaf, b.leaf_hash, b.mac FROM audit_entries AS b WHERE b.sequence = 3) WHERE sequence = 2
        """,
        "UPDATE audit_details SET details = CAST('{\"address\":\"192.0.2.9\"}' AS BLOB) WHERE sequence = 2",
    ])
    func `an edited audit log is refused at start`(sql: String) async throws {
        let (folder, _) = try await self.filled()
        try folder.edit(sql)
        #expect(await folder.openFailure()?.code == .damaged)
    }

    @Test(arguments: [
        "DELETE FROM installation", "UPDATE installation SET check_value = zeroblob(32)",
        "UPDATE root_key_slots SET number = 1",
    ])
    func `an edited slot or check value is a wrong root key`(sql: String) async throws {
        let (folder, _) = try await self.filled()
        try folder.edit(sql)
        #expect(await folder.openFailure()?.code == .wrongRootKey)
    }

    @Test func `how far a sink has come is believed of the store alone`() async throws {
        let (folder, _) = try await self.filled()
        let store = try await folder.open()
        try await store.write(.ordinary) { try $0.putExportPosition(3, of: "siem") }
        #expect(try await store.read { try $0.exportPosition(of: "siem") } == 3)
        await store.close()
        for change in ["position = 9999", "mac = NULL, position = 3", "mac = zeroblob(32)", "sink = 'other'"] {
            try folder.edit("UPDATE audit_export_positions SET \(change)")
            let reopened = try await folder.open()
            #expect(try await reopened.read { try $0.exportPosition(of: "siem") } == nil, "all of it is sent again")
            #expect(try await reopened.read { try $0.exportPosition(of: "other") } == nil)
            await reopened.close()
        }
    }

    @Test func `what an entry tells of a person cannot be taken away as if it had been erased`() async throws {
        let (folder, _) = try await self.filled()
        try folder.edit("DELETE FROM audit_details WHERE sequence = 1")
        let failure = await folder.openFailure()
        #expect(failure?.code == .damaged && failure?.message.contains("audit entry 1 ") == true)
    }
}
