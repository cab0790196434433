import Auditing
import Keys
import Storage
import TestKit

/// A project with an environment, and keys to write into it.
struct Fixture: Sendable {
    var samples: RecordSamples
    let project: Project
    let environment: Environment

    init(seed: UInt64) {
        self.samples = RecordSamples(seed: seed)
        self.project = self.samples.project()
        self.environment = self.samples.environment(in: self.project.id)
    }

    mutating func key() -> KeyRecord { self.samples.key(in: self.project.id, self.environment.id) }

    static func draft(_ key: KeyRecord, _ action: AuditAction = .keyIssue) -> AuditDraft {
        AuditDraft(
            timestamp: 1_780_000_000_000, tenant: key.environmentID.description,
            actor: .init(type: "local", id: "local:0"), action: action,
            object: .init(type: "key", id: key.id.description, version: key.revision),
            details: AuditDetails(["address": "192.0.2.1"]) { [UInt8](repeating: 4, count: $0) })
    }
}

extension Store {
    /// Writes a key with its audit entry.
    func issue(_ key: KeyRecord, _ priority: WritePriority = .ordinary) async throws {
        try await self.write(priority) { store in
            try store.insert(key)
            try store.append(Fixture.draft(key))
        }
    }

    /// Appends entries about a key, some at a time.
    func append(_ count: Int, _ key: KeyRecord) async throws {
        for start in stride(from: 0, to: count, by: 97) {
            try await self.write(.ordinary) { store in
                for _ in start..<min(start + 97, count) { try store.append(Fixture.draft(key, .keyUpdate)) }
            }
        }
    }

    /// Revokes a key with its audit entry.
    func revoke(_ key: KeyRecord) async throws {
        try await self.write(.revocation) { store in
            var revoked = key
            revoked.state = .revoked
            revoked.revision += 1
            try store.update(revoked)
            try store.append(Fixture.draft(revoked, .keyRevoke))
        }
    }

    func key(_ id: KeyID) async throws -> KeyRecord? { try await self.read { try $0.key(id) } }

    func allKeys() async throws -> [KeyID: KeyRecord] {
        try await self.read { store in
            var keys: [KeyID: KeyRecord] = [:]
            try store.forEachKey { (key) throws(StorageError) in keys[key.id] = key }
            return keys
        }
    }

    func auditEntries() async throws -> [StoredAuditEntry] {
        try await self.read { try $0.auditEntries(matching: .init(), .oldestFirst, from: nil, limit: 100_000) }
    }
}
