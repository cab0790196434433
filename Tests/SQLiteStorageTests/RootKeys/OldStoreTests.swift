import Auditing
import Cryptography
import Foundation
import GRDB
import Keys
import Storage
import TestKit
import Testing

@testable import SQLiteStorage

/// Stores of the first releases: one slot, every key derived from the root key, details in clear.
@Suite struct OldStoreTests {
    private let folder: StoreFolder
    private let rootKey = RootKey(randomBytes: SecureRandom.system)
    private let project: Project
    private let entry: StoredAuditEntry

    init() async throws {
        self.folder = try StoreFolder()
        var samples = RecordSamples(seed: 9)
        self.project = samples.project()
        self.entry = StoredAuditEntry(
            AuditDraft(
                timestamp: 7, tenant: nil, actor: .init(type: "local", id: "local:0"), action: .projectCreate,
                object: .init(type: "project", id: self.project.id.description),
                details: AuditDetails(["address": "192.0.2.1"], randomBytes: SecureRandom.system)),
            at: 0)
        try await self.write()
    }

    /// Lays the store down as format 2 had it.
    private func write() async throws {
        let data = DataFolder(path: self.folder.path)
        let opened = try OpenedDatabase(folder: data, reserveSize: 1 << 16, hold: data.take())
        let slot = try await KeyFileProvider(path: self.folder.keyFile, randomBytes: SecureRandom.system)
            .slot(holding: self.rootKey, number: 0)
        let codes = RowAuthenticator(rootKey: self.rootKey)
        try await opened.queue.writeWithoutTransaction { [project, entry, rootKey] database in
            try Schema.migrate(database, to: 2)
            try database.execute(
                sql: "INSERT INTO installation (id, check_value) VALUES (1, ?)",
                arguments: [rootKey.checkValue.bytes.blob])
            try database.execute(
                sql: "INSERT INTO root_key_slots (number, kind, wrapped) VALUES (0, 'file', ?)",
                arguments: [slot.wrapped.blob])
            let content = project.canonicalBytes
            let code = codes.code(
                table: "projects", id: Array(project.id.rowID.utf8), revision: project.revision, content: content.span)
            try database.execute(
                sql: "INSERT INTO projects (id, name, revision, content, mac) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    project.id.rowID, project.name, Int64(project.revision), content.blob, code.bytes.blob,
                ])
            try Self.insert(entry, codes, database)
        }
        opened.close()
    }

    private static func insert(_ stored: StoredAuditEntry, _ codes: RowAuthenticator, _ database: Database) throws {
        let code = codes.code(table: "audit_entries", id: Array("0".utf8), revision: 1, content: stored.leaf.span)
        try database.execute(
            sql: """
                INSERT INTO audit_entries (sequence, timestamp, tenant, actor_id, action, object_id, request_id, leaf,
                    leaf_hash, mac) VALUES (0, ?, NULL, ?, ?, ?, NULL, ?, ?, ?)
                """,
            arguments: [
                stored.entry.timestamp, stored.entry.actor.id, stored.entry.action.rawValue, stored.entry.object.id,
                stored.leaf.blob, stored.leafHash.bytes.blob, code.bytes.blob,
            ])
        try database.execute(
            sql: "INSERT INTO audit_details (sequence, salt, details) VALUES (0, ?, ?)",
            arguments: [stored.details?.salt.blob ?? .null, stored.details?.json.blob ?? .null])
    }

    @Test func `it opens with the keys it had, and they are its system keys from then on`() async throws {
        for _ in 0..<2 {
            let store = try await self.folder.open()
            let found = try await store.read { reader in
                try (reader.project(self.project.id), reader.systemKeys(), reader.rootKeySlots())
            }
            #expect(found.0 == self.project)
            #expect(Set(found.1.map(\.purpose)) == Set(SystemKeyPurpose.allCases))
            #expect(found.2.map(\.share) == [.whole])
            let adopted = SystemKeys.adopt(from: self.rootKey)
            for purpose in SystemKeyPurpose.allCases {
                let kept = store.keys.systemKeys.withKey(purpose) { Self.array($0) }
                let derived = adopted.withKey(purpose) { Self.array($0) }
                #expect(kept == derived)
            }
            await store.close()
        }
    }

    private static func array(_ secret: borrowing SecretBytes) -> [UInt8] {
        secret.withBytes { span in span.indices.map { span[$0] } }
    }

    @Test func `its audit history and the details in it are read as before, and go on sealed`() async throws {
        let store = try await self.folder.open()
        #expect(try await store.auditEntries() == [self.entry])
        let draft = AuditDraft(
            timestamp: 8, tenant: nil, actor: .init(type: "local", id: "local:0"), action: .projectUpdate,
            object: .init(type: "project", id: self.project.id.description),
            details: AuditDetails(["address": "192.0.2.2"], about: "alice", randomBytes: SecureRandom.system))
        try await store.write(.ordinary) { _ = try $0.append(draft) }
        #expect(try await store.auditEntries().map(\.details) == [self.entry.details, draft.details])
        await store.close()
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: self.folder.database)), as: UTF8.self)
        #expect(text.contains("192.0.2.1") && !text.contains("192.0.2.2"))
    }

    @Test func `its details in clear are sealed, and erased with their subject from then on`() async throws {
        let store = try await self.folder.open()
        let found = try await store.read { try ($0.entriesInClear(limit: 10), $0.countDetailsInClear()) }
        #expect(found.0 == [self.entry] && found.1 == 1)
        for _ in 0..<2 {
            // The second time there is nothing to do, which is said.
            try? await store.write(.ordinary) { [entry = self.entry] in
                try $0.sealDetails(of: entry, about: "local:0", at: .init(milliseconds: 9))
            }
        }
        #expect(try await store.read { try $0.countDetailsInClear() } == 0)
        #expect(try await store.auditEntries().map(\.details?.json) == [self.entry.details?.json])
        await store.close()
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: self.folder.database)), as: UTF8.self)
        #expect(!text.contains("192.0.2.1"))
        let again = try await self.folder.open()
        #expect(try await again.auditEntries().map(\.leafHash) == [self.entry.leafHash])
        try await again.write(.ordinary) { store in
            for var key in try store.dataKeys(of: "local:0", in: nil) {
                key.erase(at: .init(milliseconds: 10))
                key.revision += 1
                try store.update(key)
            }
        }
        #expect(try await again.auditEntries().map(\.details) == [nil])
        await again.close()
    }

    @Test func `a stop between batches loses nothing, and every entry keeps its place in the tree`() async throws {
        let folder = try StoreFolder()
        let drafts = (0..<10).map { number in
            AuditDraft(
                timestamp: 7, tenant: nil, actor: .init(type: "local", id: "local:\(number % 3)"),
                action: .projectUpdate, object: .init(type: "project", id: "p"),
                details: AuditDetails(
                    ["address": "198.51.100.\(number)"], about: "local:\(number % 3)",
                    randomBytes: SecureRandom.system))
        }
        let first = try await folder.open()
        try await first.write(.ordinary) { store in for draft in drafts { try store.append(draft) } }
        let before = try await first.auditEntries()
        await first.close()
        // The older form of the same entries.
        for (number, draft) in drafts.enumerated() {
            try folder.edit(
                "UPDATE audit_details SET data_key = NULL, salt = ?, details = ? WHERE sequence = ?",
                [draft.details?.salt.blob, draft.details?.json.blob, number])
        }
        for left in [7, 4, 1, 0] {
            let store = try await folder.open()
            try await store.write(.ordinary) { store in
                for entry in try store.entriesInClear(limit: 3) {
                    try store.sealDetails(of: entry, about: entry.entry.actor.id, at: .init(milliseconds: 9))
                }
            }
            #expect(try await store.read { try $0.countDetailsInClear() } == left)
            #expect(try await store.auditEntries().map(\.details?.json) == before.map(\.details?.json))
            await store.close()
        }
        let store = try await folder.open()
        #expect(try await store.auditEntries() == before)
        await store.close()
    }

    @Test func `details in clear of somebody who was erased since go`() async throws {
        let store = try await self.folder.open()
        let draft = AuditDraft(
            timestamp: 8, tenant: nil, actor: .init(type: "local", id: "local:0"), action: .projectUpdate,
            object: .init(type: "project", id: self.project.id.description),
            details: AuditDetails(["address": "192.0.2.2"], about: "local:0", randomBytes: SecureRandom.system))
        try await store.write(.ordinary) { _ = try $0.append(draft) }
        try await store.write(.ordinary) { [entry = self.entry] store in
            for var key in try store.dataKeys(of: "local:0", in: nil) {
                key.erase(at: .init(milliseconds: 10))
                key.revision += 1
                try store.update(key)
            }
            try store.sealDetails(of: entry, about: "local:0", at: .init(milliseconds: 11))
        }
        #expect(try await store.auditEntries().map(\.details) == [nil, nil])
        #expect(try await store.read { try $0.countDetailsInClear() } == 0)
        await store.close()
    }

    @Test func `one with system keys and no signed log gets both`()
        async throws
    {
        let store = try await self.folder.open()
        await store.close()
        try self.folder.takeBackToFormatFive()
        try self.folder.edit("DELETE FROM system_keys WHERE purpose = 'audit-log-key'")
        for _ in 0..<2 {
            let store = try await self.folder.open()
            #expect(try await store.auditEntries() == [self.entry])
            #expect(try await store.read { try $0.systemKeys() }.map(\.purpose).contains(.auditLogKey))
            await store.close()
        }
    }

    @Test func `a signed log whose wrapping key was taken away is refused, and gets no new one`() async throws {
        let store = try await self.folder.open()
        await store.close()
        try self.folder.edit("DELETE FROM system_keys WHERE purpose = 'audit-log-key'")
        for _ in 0..<2 {
            await #expect { try await self.folder.open() } throws: { ($0 as? StorageError)?.code == .damaged }
        }
    }
}
