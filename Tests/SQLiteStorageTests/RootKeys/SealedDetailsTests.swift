import Auditing
import Cryptography
import Foundation
import Keys
import SQLiteStorage
import Storage
import Testing

/// What audit entries tell of persons, on the disk: sealed, bound to its place, and gone when its key is.
@Suite struct SealedDetailsTests {
    private static let people = ["alice", "bob", "alice"]

    private let folder: StoreFolder

    init() async throws {
        self.folder = try StoreFolder()
        let store = try await self.folder.open()
        for (index, person) in Self.people.enumerated() {
            let draft = AuditDraft(
                timestamp: Int64(index), tenant: index == 0 ? "env_a" : nil,
                actor: .init(type: "local", id: "local:0"), action: .keyIssue,
                object: .init(type: "key", id: "key_\(index)"),
                details: AuditDetails(
                    ["address": "192.0.2.\(index)"], about: person, randomBytes: SecureRandom.system))
            try await store.write(.ordinary) { _ = try $0.append(draft) }
        }
        await store.close()
    }

    @Test func `no file holds them in clear, and a start reads them back`() async throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: self.folder.path) where name != "reserve" {
            let bytes = FileManager.default.contents(atPath: "\(self.folder.path)/\(name)") ?? Data()
            #expect(!String(decoding: bytes, as: UTF8.self).contains("192.0.2."), "\(name)")
        }
        let store = try await self.folder.open()
        let found = try await store.auditEntries().map { $0.details?.values["address"] }
        #expect(found == ["192.0.2.0", "192.0.2.1", "192.0.2.2"])
        let keys = try await store.read { reader in
            try (reader.keyringKeys(of: nil).map(\.tenant), reader.dataKeys(of: "alice", in: nil).map(\.tenant))
        }
        #expect(Set(keys.0) == ["env_a", "installation"])
        #expect(keys.1 == ["env_a", "installation"], "each tenant has a key of its own for a person")
        await store.close()
    }

    @Test(arguments: [
        """
        UPDATE audit_details SET (details, data_key) =
            (SELECT b.details, b.data_key FROM audit_details AS b WHERE b.sequence = 2) WHERE sequence = 1
        """,
        "UPDATE audit_details SET data_key = (SELECT data_key FROM audit_details WHERE sequence = 1) WHERE sequence = 2",
        "UPDATE audit_details SET data_key = 'no such key' WHERE sequence = 1",
        "UPDATE audit_details SET data_key = NULL WHERE sequence = 1",
        "UPDATE audit_details SET details = zeroblob(200) WHERE sequence = 1",
        "UPDATE data_keys SET subject = 'carol' WHERE subject = 'bob'",
        "UPDATE data_keys SET wrapped_by = (SELECT id FROM keyring_keys WHERE tenant = 'env_a') WHERE subject = 'bob'",
        """
        UPDATE data_keys SET (content, mac) = (SELECT b.content, b.mac FROM data_keys AS b WHERE b.tenant = 'env_a')
        WHERE tenant = 'installation' AND subject = 'alice'
        """,
        "UPDATE keyring_keys SET tenant = 'env_b' WHERE tenant = 'env_a'",
        "DELETE FROM keyring_keys", "DELETE FROM data_keys",
    ])
    func `a seal that was moved, exchanged or lost its key is damage`(_ sql: String) async throws {
        try self.folder.edit(sql)
        #expect(await self.folder.openFailure()?.code == .damaged)
    }

    @Test func `what was erased stays erased over restarts, and is told from what is damaged`() async throws {
        let store = try await self.folder.open()
        try await store.write(.ordinary) { transaction in
            for key in try transaction.dataKeys(of: "alice", in: nil) {
                var erased = key
                erased.erase(at: WallTime(seconds: 9))
                erased.revision += 1
                try transaction.update(erased)
            }
        }
        #expect(try await store.auditEntries().map { $0.details == nil } == [true, false, true])
        await store.close()
        let again = try await self.folder.open()
        let entries = try await again.auditEntries()
        #expect(entries.map { $0.details == nil } == [true, false, true])
        #expect(entries.allSatisfy { $0.entry.detailsCommitment != nil })
        await again.close()
    }

    @Test func `a write that is taken back leaves no keys behind`() async throws {
        let store = try await self.folder.open()
        await #expect(throws: StorageError.self) {
            try await store.write(.ordinary) { transaction in
                _ = try transaction.append(
                    AuditDraft(
                        timestamp: 9, tenant: "env_c", actor: .init(type: "local", id: "local:0"), action: .keyIssue,
                        object: .init(type: "key", id: "key"),
                        details: AuditDetails(["address": "x"], about: "dave", randomBytes: SecureRandom.system)))
                throw StorageError(.stale, "changed one's mind")
            }
        }
        let left = try await store.read { try ($0.dataKeys(of: "dave", in: nil), $0.keyringKeys(of: "env_c")) }
        #expect(left.0.isEmpty && left.1.isEmpty)
        await store.close()
    }
}
