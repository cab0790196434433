import Cryptography
import Foundation
import GRDB
import Keys
import SQLiteStorage
import Storage
import TestKit
import Testing

@Suite struct ExaminationTests {
    private func filled() async throws -> (StoreFolder, RootKey, [KeyRecord]) {
        let folder = try StoreFolder()
        let store = try await folder.open()
        var fixture = Fixture(seed: 80)
        let (project, environment) = (fixture.project, fixture.environment)
        let pepper = fixture.samples.pepper(of: environment.id, version: 1)
        let keys = (0..<600).map { _ in fixture.key() }
        _ = try await store.write(.ordinary) { store in
            try store.insert(project)
            try store.insert(environment)
            try store.insert(pepper)
            for key in keys {
                try store.insert(key)
                try store.append(Fixture.draft(key))
            }
        }
        let rootKey = store.rootKey
        await store.close()
        return (folder, rootKey, keys)
    }

    private func examine(
        _ folder: StoreFolder, _ rootKey: RootKey,
        opening pepper: (SealedPepper, StoreKeys) throws -> Void = { _, _ in }
    ) throws -> ExaminationReport {
        let locked = try LockedStore(folder: folder.path, reserveSize: 4096)
        defer { locked.close() }
        return try locked.examine(with: rootKey, opening: pepper)
    }

    private func id(_ key: KeyRecord) -> String { String(decoding: key.id.characters, as: UTF8.self) }

    @Test func `a store as it was written is good, and all of it was read`() async throws {
        let (folder, rootKey, _) = try await self.filled()
        let report = try self.examine(folder, rootKey)
        #expect(report.isGood, "\(report.findings.prefix(3))")
        #expect(report.entries == 600)
        #expect(report.rows >= 1200)
        #expect(report.root != nil)
    }

    @Test(arguments: [
        "UPDATE keys SET name = 'mallory' WHERE id = ?", "UPDATE keys SET mac = zeroblob(32) WHERE id = ?",
        "DELETE FROM key_labels WHERE key_id = ?",
        "INSERT INTO key_labels (key_id, kind, value) VALUES (?, 0, 'forged')",
    ])
    func `a damaged key is named, and so is the next one`(sql: String) async throws {
        let (folder, rootKey, keys) = try await self.filled()
        let victims = sql.hasPrefix("DELETE") ? keys.filter { !$0.tags.isEmpty }.prefix(2) : keys[5...6]
        for key in victims { try folder.edit(sql, [self.id(key)]) }
        let report = try self.examine(folder, rootKey)
        #expect(Set(report.findings.map(\.object)) == Set(victims.map { "keys/" + self.id($0) }))
    }

    @Test func `a pepper that was destroyed is not opened`() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        var fixture = Fixture(seed: 81)
        let (project, environment) = (fixture.project, fixture.environment)
        let pepper = fixture.samples.pepper(of: environment.id, version: 1)
        _ = try await store.write(.ordinary) { store in
            try store.insert(project)
            try store.insert(environment)
            try store.insert(pepper)
            try store.destroyPepper(1, of: environment.id)
        }
        let rootKey = store.rootKey
        await store.close()
        let report = try self.examine(folder, rootKey) { _, _ in
            throw StorageError(.damaged, "there is nothing to open")
        }
        #expect(report.isGood, "\(report.findings)")
    }

    @Test func `entries that are damaged or missing are named one by one, and the rest is read`() async throws {
        let (folder, rootKey, _) = try await self.filled()
        try folder.edit("UPDATE audit_entries SET mac = zeroblob(32) WHERE sequence IN (3, 300)")
        try folder.edit("DELETE FROM audit_entries WHERE sequence BETWEEN 400 AND 410")
        let report = try self.examine(folder, rootKey)
        let objects = report.findings.map(\.object).filter { $0.hasPrefix("audit_entries/") }
        #expect(objects == ["audit_entries/3", "audit_entries/300", "audit_entries/400"])
        #expect(report.root == nil)
    }

    @Test func `an entry put far behind the end takes no time and no memory`() async throws {
        let (folder, rootKey, _) = try await self.filled()
        try folder.edit("UPDATE audit_entries SET sequence = \(Int64.max) WHERE sequence = 599")
        let report = try self.examine(folder, rootKey)
        #expect(report.findings.contains { $0.object == "audit_entries/599" })
        #expect(report.findings.contains { $0.object == "audit_entries/\(Int64.max)" })
    }

    @Test func `a pepper that does not open is named`() async throws {
        let (folder, rootKey, _) = try await self.filled()
        let report = try self.examine(folder, rootKey) { _, _ in
            throw CryptographyError(.envelopeRejected, "it does not open")
        }
        #expect(report.findings.map(\.problem) == ["it does not open"])
        #expect(report.findings[0].object.hasPrefix("peppers/"))
    }

    @Test func `a page that is overwritten is found`() async throws {
        let (folder, rootKey, _) = try await self.filled()
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: folder.database))
        try file.seek(toOffset: 40 * 4096)
        try file.write(contentsOf: Data(repeating: 0x5a, count: 4096))
        try file.close()
        #expect(try !self.examine(folder, rootKey).isGood)
    }

    @Test func `another root key is refused`() async throws {
        let (folder, _, _) = try await self.filled()
        #expect(throws: StorageError.self) {
            try self.examine(folder, RootKey(randomBytes: SecureRandom.system))
        }
    }
}
