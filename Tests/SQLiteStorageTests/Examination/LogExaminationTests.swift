import Auditing
import Cryptography
import Foundation
import GRDB
import Keys
import SQLiteStorage
import Storage
import Testing

/// Entries against tiles against checkpoint: what is found when somebody edits the audit log, with and without the keys.
@Suite struct LogExaminationTests {
    private struct Filled {
        let folder: StoreFolder
        let keys: StoreKeys

        init(_ entries: Int) async throws {
            self.folder = try StoreFolder()
            let store = try await self.folder.open()
            var fixture = Fixture(seed: 81)
            try await store.append(entries, fixture.key())
            self.keys = store.keys
            await store.close()
        }

        func examine() throws -> ExaminationReport {
            let locked = try LockedStore(folder: self.folder.path, reserveSize: 4096)
            defer { locked.close() }
            return try locked.examine(with: self.keys.rootKey) { _, _ in }
        }

        /// Writes another entry in the place of one, with a code and a hash that are right for it.
        func forge(_ sequence: Int64) throws {
            let queue = try DatabaseQueue(path: self.folder.database)
            defer { try? queue.close() }
            try queue.writeWithoutTransaction { database in
                let found = try Data.fetchOne(
                    database, sql: "SELECT leaf FROM audit_entries WHERE sequence = ?", arguments: [sequence])
                let text = String(decoding: try #require(found), as: UTF8.self)
                let leaf = Array(text.replacing("key.update", with: "key.revoke").utf8)
                let code = RowAuthenticator(systemKeys: self.keys.systemKeys).code(
                    table: "audit_entries", id: Array("\(sequence)".utf8), revision: 1, content: leaf.span)
                let hash = TreeHash.leaf(leaf.span)
                try database.execute(
                    sql: "UPDATE audit_entries SET leaf = ?, leaf_hash = ?, mac = ? WHERE sequence = ?",
                    arguments: [Data(leaf), Data(hash.bytes), Data(code.bytes), sequence])
            }
        }
    }

    @Test(arguments: [0, 1, 256, 600]) func `a log is good, and its signed root is the one made anew`(
        entries: Int
    ) async throws {
        let filled = try await Filled(entries)
        let report = try filled.examine()
        #expect(report.isGood, "\(report.findings)")
        let head = try Checkpoint(text: try #require(report.checkpoint).text)
        #expect(head.size == UInt64(entries) && head.root == report.root)
    }

    @Test(arguments: [
        ("UPDATE audit_tiles SET hashes = zeroblob(8192) WHERE place = 8", ["audit_tiles/0/1"]),
        ("DELETE FROM audit_tiles WHERE place = 0", ["audit_tiles/0/0"]),
        ("UPDATE audit_tiles SET place = 800 WHERE place = 8", ["audit_tiles/0/100", "audit_tiles/0/1"]),
        ("UPDATE audit_checkpoint SET mac = zeroblob(32)", ["audit_checkpoint"]),
        ("DELETE FROM audit_checkpoint", ["audit_checkpoint"]), ("DELETE FROM audit_log", ["audit_checkpoint"]),
        ("DELETE FROM audit_log_keys", ["audit_checkpoint"]),
        ("DELETE FROM audit_entries WHERE sequence > 590", ["audit_checkpoint"]),
        ("DELETE FROM audit_entries WHERE sequence = 300", ["audit_entries/300"]),
    ])
    func `what was changed without the keys is named`(edit: String, objects: [String]) async throws {
        let filled = try await Filled(600)
        try filled.folder.edit(edit)
        let report = try filled.examine()
        #expect(report.findings.map(\.object) == objects, "\(report.findings)")
    }

    @Test func `an entry that was written anew with the keys is named by the tile over it`() async throws {
        let filled = try await Filled(600)
        for sequence: Int64 in [300, 40, 45] { try filled.forge(sequence) }
        let report = try filled.examine()
        #expect(report.findings.map(\.object) == ["audit_entries/40", "audit_entries/300"], "\(report.findings)")
        #expect(report.root == nil)
    }

    @Test func `an entry after the last full tile is held against the checkpoint`() async throws {
        let filled = try await Filled(600)
        try filled.forge(580)
        #expect(try filled.examine().findings.map(\.object) == ["audit_checkpoint"])
    }

    @Test func `a store from before the tree gets it, and is good`() async throws {
        let filled = try await Filled(600)
        try filled.folder.takeBackToFormatFive()
        for _ in 0..<2 {
            let report = try filled.examine()
            #expect(report.isGood && report.entries == 600, "\(report.findings)")
        }
    }
}
