import Auditing
import Cryptography
import Foundation
import GRDB
import Keys
import SQLiteStorage
import Storage
import TestKit
import Testing

/// What a start makes of the audit log that it finds.
@Suite struct LogOpeningTests {
    /// A closed store with so many entries.
    private func filled(_ entries: Int) async throws -> StoreFolder {
        let folder = try StoreFolder()
        let store = try await folder.open()
        var fixture = Fixture(seed: 300)
        try await store.append(entries, fixture.key())
        await store.close()
        return folder
    }

    private func head(_ store: SQLiteStore) async throws -> Checkpoint {
        let note = try #require(try await store.read { try $0.auditCheckpoint() })
        return try Checkpoint(note, signedBy: store.logKey)
    }

    private func requireTree(_ store: SQLiteStore, _ count: Int) async throws {
        var tree = TreeEdge()
        for entry in try await store.auditEntries() { _ = tree.append(entry.leafHash) }
        let head = try await self.head(store)
        #expect(head == Checkpoint(origin: store.logKey.name, size: UInt64(count), root: tree.root))
        let size = UInt64(count)
        for number in 0..<(size >> 8) {
            let tile = try await store.read { try $0.filledAuditTile(level: 0, number: number) }
            #expect(tile != nil)
        }
    }

    @Test func `a log without entries has a signed head, and no checkpoint`() async throws {
        let store = try await StoreFolder().open()
        #expect(try await store.read { try $0.auditCheckpoint() } == nil)
        let head = try #require(try await store.read { try $0.signedAuditHead() })
        let known = try Checkpoint(head, signedBy: store.logKey)
        #expect(known == Checkpoint(origin: store.logKey.name, size: 0, root: TreeHash.empty))
        await store.close()
    }

    @Test(arguments: [1, 255, 256, 257, 800]) func `the tree goes on where it ended`(entries: Int) async throws {
        let folder = try await self.filled(entries)
        let store = try await folder.open()
        try await self.requireTree(store, entries)
        var fixture = Fixture(seed: 301)
        let key = fixture.key()
        let committed = try await store.commit(.ordinary) { try $0.append(Fixture.draft(key)) }
        let proof = try #require(committed.proofs.first)
        let head = try proof.verifiedCheckpoint(leaf: committed.value.leafHash, key: store.logKey)
        #expect(head.size == UInt64(entries + 1) && proof.index == UInt64(entries))
        try await self.requireTree(store, entries + 1)
        await store.close()
    }

    @Test func `name and key of the log stay, and the name can be given`() async throws {
        let folder = try await self.filled(3)
        let first = try await folder.open()
        let key = first.logKey
        #expect(key.name.hasPrefix("gatehouse/") && key.name.utf8.count == 26)
        let before = try await self.head(first)
        await first.close()
        let named = try await folder.open(origin: "log.example/a")
        #expect(named.logKey.name == "log.example/a" && named.logKey.key == key.key)
        let after = try await self.head(named)
        #expect(after.root == before.root && after.origin == "log.example/a")
        await named.close()
        let again = try await folder.open()
        #expect(again.logKey == key)
        #expect(try await self.head(again) == before)
        await again.close()
    }

    @Test func `two logs have names and keys of their own`() async throws {
        let (first, second) = (try StoreFolder(), try StoreFolder())
        let stores = (try await first.open(), try await second.open())
        #expect(stores.0.logKey.name != stores.1.logKey.name)
        #expect(stores.0.logKey.key != stores.1.logKey.key)
        await stores.0.close()
        await stores.1.close()
    }

    @Test(arguments: [0, 5, 256, 700]) func `entries of a store without a tree are taken into one`(
        entries: Int
    ) async throws {
        let folder = try await self.filled(entries)
        // As the format before was left.
        try folder.takeBackToFormatFive()
        let store = try await folder.open()
        if entries > 0 { try await self.requireTree(store, entries) }
        await store.close()
    }

    @Test func `a release before can work on the store, and what it appended is taken into the tree`() async throws {
        let folder = try await self.filled(250)
        // The oldest format whose code opens the file: before there was a tree.
        #expect(try folder.number("PRAGMA user_version") == 5)
        #expect(try folder.number("SELECT MAX(number) FROM schema_steps") == 12)
        try folder.edit(
            "CREATE TABLE tiles AS SELECT * FROM audit_tiles; CREATE TABLE head AS SELECT * FROM audit_checkpoint")
        let store = try await folder.open()
        var fixture = Fixture(seed: 302)
        try await store.append(300, fixture.key())
        await store.close()
        // The code before appends entries, and leaves tiles and checkpoint as they were.
        try folder.edit(
            """
            DELETE FROM audit_tiles; INSERT INTO audit_tiles SELECT * FROM tiles; DROP TABLE tiles;
            DELETE FROM audit_checkpoint; INSERT INTO audit_checkpoint SELECT * FROM head; DROP TABLE head;
            """)
        let again = try await folder.open()
        try await self.requireTree(again, 550)
        await again.close()
    }

    @Test(arguments: [
        ("UPDATE audit_checkpoint SET size = size - 1", "checkpoint"),
        ("UPDATE audit_checkpoint SET note = CAST(replace(CAST(note AS TEXT), '800', '799') AS BLOB)", "checkpoint"),
        ("UPDATE audit_checkpoint SET mac = zeroblob(32)", "checkpoint"),
        ("DELETE FROM audit_checkpoint", "checkpoint"),
        ("UPDATE audit_log SET name = 'gatehouse/mine'", "audit log"),
        ("UPDATE audit_log SET sealed_key = zeroblob(129)", "audit log"),
        ("UPDATE audit_log_keys SET content = zeroblob(90)", "audit_log_keys"),
        ("UPDATE audit_log_keys SET id = '2'", "audit_log_keys"),
        ("UPDATE audit_tiles SET hashes = zeroblob(8192) WHERE place = 0", "tile 0"),
        ("DELETE FROM audit_tiles WHERE place = 16", "0/002"),
        (
            """
            UPDATE audit_tiles SET (hashes, mac) = (SELECT hashes, mac FROM audit_tiles WHERE place = 8)
            WHERE place = 0
            """, "tile 0"
        ),
        ("DELETE FROM audit_entries WHERE sequence = 799", "cut"),
        ("DELETE FROM audit_entries WHERE sequence > 700", "cut"),
        ("DELETE FROM audit_entries", "cut"), ("DELETE FROM audit_entries WHERE sequence = 300", "300"),
        ("UPDATE audit_entries SET leaf = zeroblob(200) WHERE sequence = 500", "500"),
        ("UPDATE audit_entries SET sequence = -1 WHERE sequence = 0", "entry 0"),
    ])
    func `a log that was changed is refused, and named`(edit: String, name: String) async throws {
        let folder = try await self.filled(800)
        try folder.edit(edit)
        let failure = await folder.openFailure()
        #expect(failure?.code == .damaged)
        #expect(failure?.message.contains(name) == true, "\(failure?.message ?? "nothing")")
    }

    @Test func `a checkpoint of another key is refused`() async throws {
        let folder = try await self.filled(20)
        let other = try await self.filled(20)
        let store = try await other.open()
        let note = try #require(try await store.read { try $0.auditCheckpoint() })
        await store.close()
        try folder.edit(
            "UPDATE audit_checkpoint SET note = ?", [Data(note.serialized.utf8)])
        #expect(await folder.openFailure()?.code == .damaged)
    }
}
