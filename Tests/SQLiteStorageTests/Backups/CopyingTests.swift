import Auditing
import Cryptography
import Dispatch
import Foundation
import GRDB
import Glibc
import Keys
import SQLiteStorage
import Storage
import Testing

@Suite struct CopyingTests {
    private static let time: @Sendable () -> MonotonicNanoseconds = { DispatchTime.now().uptimeNanoseconds }

    /// Writes a copy into a folder of its own and opens it as a store.
    private func reopened(_ copy: StoreCopy, beside folder: StoreFolder) async throws -> SQLiteStore {
        let path = folder.root + "/copied"
        mkdir(path, 0o700)
        var bytes: [UInt8] = []
        while true {
            let piece = try copy.file.bytes(at: UInt64(bytes.count), atMost: 100_000)
            guard !piece.isEmpty else { break }
            bytes += piece
        }
        #expect(UInt64(bytes.count) == copy.file.length)
        try Data(bytes).write(to: URL(fileURLWithPath: path + "/gatehouse.db"))
        chmod(path + "/gatehouse.db", 0o600)
        return try await folder.open(folder: path)
    }

    private func root(of entries: [StoredAuditEntry]) -> Digest256 {
        var tree = TreeEdge()
        for entry in entries { _ = tree.append(entry.leafHash) }
        return tree.root
    }

    @Test func `a copy is the store at one moment, with what its head says`() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        var fixture = Fixture(seed: 70)
        let keys = (0..<50).map { _ in fixture.key() }
        for key in keys { try await store.issue(key) }
        let copy = try await store.copy(time: Self.time)
        try await store.issue(fixture.key())
        let copied = try await self.reopened(copy, beside: folder)
        #expect(try await Set(copied.allKeys().keys) == Set(keys.map(\.id)))
        let entries = try await copied.auditEntries()
        #expect(copy.head.entries == UInt64(entries.count))
        #expect(copy.head.root == self.root(of: entries))
        let signed = try Checkpoint(copy.head.checkpoint, signedBy: store.logKey)
        #expect(signed.size == copy.head.entries && signed.root == copy.head.root)
        #expect(copy.head.checkValue == store.rootKey.checkValue)
        #expect(copy.head.slots.map(\.kind) == ["file"])
        await copied.close()
        await store.close()
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/copy.db"))
    }

    @Test func `writes go on while a copy is made, and the copy holds all that were answered before it was whole`()
        async throws
    {
        let folder = try StoreFolder()
        let store = try await folder.open()
        var fixture = Fixture(seed: 71)
        for _ in 0..<40 {
            let keys = (0..<100).map { _ in fixture.key() }
            _ = try await store.write(.ordinary) { store in
                for key in keys {
                    try store.insert(key)
                    try store.append(Fixture.draft(key))
                }
            }
        }
        let more = (0..<300).map { _ in fixture.key() }
        async let copying = store.copy(time: Self.time)
        for key in more { try await store.issue(key) }
        let copy = try await copying
        let copied = try await self.reopened(copy, beside: folder)
        let (keys, entries) = (try await copied.allKeys(), try await copied.auditEntries())
        // Whole groups in order: what is there of the later keys is a beginning of them.
        let there = more.prefix { keys[$0.id] != nil }.count
        #expect(keys.count == 4000 + there)
        #expect(entries.count == keys.count)
        #expect(copy.head.root == self.root(of: entries))
        await copied.close()
        #expect(try await store.allKeys().count == 4300)
        await store.close()
    }

    @Test func `a store that is closed gives its copy up`() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        var fixture = Fixture(seed: 72)
        for _ in 0..<20 {
            let keys = (0..<100).map { _ in fixture.key() }
            _ = try await store.write(.ordinary) { store in for key in keys { try store.insert(key) } }
        }
        async let copying: StoreCopy? = { try? await store.copy(time: Self.time) }()
        await store.close()
        _ = await copying
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/copy.db"))
        // Nothing holds the database any more.
        let again = try await folder.open()
        #expect(try await again.allKeys().count == 2000)
        await again.close()
    }

    @Test func `what a process that was killed has left of a copy is removed at the next start`() async throws {
        let folder = try StoreFolder()
        await (try folder.open()).close()
        try Data("half".utf8).write(to: URL(fileURLWithPath: folder.path + "/copy.db"))
        await (try folder.open()).close()
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/copy.db"))
    }

    @Test func `a copy of a closed store is refused`() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        await store.close()
        await #expect(throws: StorageError.self) { _ = try await store.copy(time: Self.time) }
    }
}
