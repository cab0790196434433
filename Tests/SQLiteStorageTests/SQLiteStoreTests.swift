import Auditing
import Cryptography
import GRDB
import Glibc
import Keys
import SQLiteStorage
import Storage
import TestKit
import Testing

@Suite struct SQLiteStoreTests {
    @Test(arguments: StoreConformance.allCases)
    func `it keeps the promises of a store`(promise: StoreConformance) async throws {
        let folder = try StoreFolder()
        try await promise.check { try await folder.open(publish: $0) }
    }

    @Test func `everything written is there after a restart`() async throws {
        let folder = try StoreFolder()
        var fixture = Fixture(seed: 1)
        let (project, environment) = (fixture.project, fixture.environment)
        let pepper = fixture.samples.pepper(of: environment.id, version: 1)
        let identity = fixture.samples.identity(in: project.id)
        let role = fixture.samples.role(in: project.id)
        let person = fixture.samples.operator()
        let keys = (0..<50).map { _ in fixture.key() }
        let first = try await folder.open()
        try await first.write(.ordinary) { store in
            try store.insert(project)
            try store.insert(environment)
            try store.insert(pepper)
            try store.insert(identity)
            try store.insert(role)
            try store.insert(person)
            for key in keys { try store.insert(key) }
            try store.put(.rotationsNoted, at: .init(seconds: 5))
        }
        await first.close()
        let second = try await folder.open()
        #expect(try await second.allKeys() == Dictionary(uniqueKeysWithValues: keys.map { ($0.id, $0) }))
        try await second.read { (store) throws in
            #expect(try store.project(named: project.name) == project)
            #expect(try store.environments(in: project.id, after: nil, limit: 9) == [environment])
            #expect(try store.peppers(of: environment.id) == [pepper])
            #expect(try store.identity(named: identity.name, in: project.id) == identity)
            #expect(try store.role(role.id) == role)
            #expect(try store.operators(after: nil, limit: 9) == [person])
            #expect(try store.moment(.rotationsNoted) == .init(seconds: 5))
        }
        await second.close()
    }

    @Test func `the root key stays the same over restarts`() async throws {
        let folder = try StoreFolder()
        let first = try await folder.open()
        let value = first.rootKey.checkValue
        await first.close()
        let second = try await folder.open()
        #expect(second.rootKey.checkValue == value)
        await second.close()
    }

    @Test func `a write that throws leaves nothing, not even a number in the audit log`() async throws {
        let folder = try StoreFolder()
        let published = Collected<Int>()
        let store = try await folder.open(publish: { published.append([$0.count]) })
        var fixture = Fixture(seed: 2)
        let (kept, lost) = (fixture.key(), fixture.key())
        await #expect(throws: StorageError.self) {
            try await store.write(.ordinary) { store in
                try store.insert(lost)
                try store.append(Fixture.draft(lost))
                throw StorageError(.stale, "changed one's mind")
            }
        }
        try await store.issue(kept)
        #expect(try await store.allKeys().keys.sorted() == [kept.id])
        #expect(try await store.auditEntries().map(\.entry.sequence) == [0])
        #expect(published.all == [1])
        await store.close()
    }

    @Test func `the changes of a commit are published before its answer`() async throws {
        let folder = try StoreFolder()
        let published = Collected<KeyID>()
        let store = try await folder.open(publish: { changes in
            published.append(changes.compactMap { if case .key(let key) = $0 { key.id } else { nil } })
        })
        var fixture = Fixture(seed: 3)
        for _ in 0..<100 {
            let key = fixture.key()
            try await store.issue(key)
            #expect(published.all.last == key.id)
        }
        await store.close()
    }

    @Test func `closed is closed`() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        await store.close()
        await store.close()
        var fixture = Fixture(seed: 4)
        let key = fixture.key()
        await #expect(throws: StorageError.self) { try await store.issue(key) }
        await #expect(throws: StorageError.self) { try await store.key(key.id) }
    }

    @Test func `a closed store leaves an empty log and no index file`() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        var fixture = Fixture(seed: 5)
        try await store.issue(fixture.key())
        #expect(access(folder.database + "-shm", F_OK) != 0)
        await store.close()
        var status = stat()
        #expect(stat(folder.database + "-wal", &status) != 0 || status.st_size == 0)
        for name in ["", "-wal"] where stat(folder.database + name, &status) == 0 {
            #expect(status.st_mode & 0o7777 == 0o600)
        }
    }

    @Test func `the log is brought back into the file before it grows long`() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        var fixture = Fixture(seed: 6)
        for _ in 0..<40 {
            let keys = (0..<200).map { _ in fixture.key() }
            try await store.write(.ordinary) { store in for key in keys { try store.insert(key) } }
        }
        var status = stat()
        #expect(stat(folder.database + "-wal", &status) == 0 && status.st_size < 12 << 20)
        #expect(try await store.allKeys().count == 8000)
        await store.close()
    }

    @Test func `no secret of the root key is in any file`() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        await store.close()
        let data = try readAll(folder.database)
        let isFound = store.rootKey.withKey { key in
            key.withBytes { bytes in
                let secret = bytes.indices.map { bytes[$0] }
                return data.indices.dropLast(31).contains {
                    data[$0] == secret[0] && Array(data[$0..<($0 + 32)]) == secret
                }
            }
        }
        #expect(!isFound)
    }

    private func readAll(_ path: String) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY)
        defer { Glibc.close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 1 << 22)
        let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        return Array(bytes.prefix(max(count, 0)))
    }
}
