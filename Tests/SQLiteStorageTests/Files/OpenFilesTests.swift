import Glibc
import SQLiteStorage
import Storage
import Testing

/// Someone takes the files away while the store has them open.
@Suite struct OpenFilesTests {
    private func poison(after change: (StoreFolder) throws -> Void) async throws -> StorageError.Code? {
        let folder = try StoreFolder()
        let poisoned = Collected<StorageError.Code>()
        let store = try await folder.open(onPoison: { poisoned.append([$0.code]) })
        var fixture = Fixture(seed: 320)
        try await store.issue(fixture.key())
        store.inspectFiles()
        #expect(poisoned.all.isEmpty)
        try change(folder)
        store.inspectFiles()
        let refused = await self.refusal(of: store, fixture)
        #expect(refused == poisoned.all.first)
        store.inspectFiles()
        #expect(poisoned.all.count <= 1)
        await store.close()
        return refused
    }

    private func refusal(of store: SQLiteStore, _ fixture: Fixture) async -> StorageError.Code? {
        var fixture = fixture
        do {
            try await store.issue(fixture.key())
            return nil
        } catch {
            return (error as? StorageError)?.code
        }
    }

    @Test func `files that nobody touched are as they were`() async throws {
        #expect(try await self.poison { _ in } == nil)
    }

    @Test(arguments: ["gatehouse.db", "gatehouse.db-wal"])
    func `a file that was deleted, renamed or replaced ends all writing`(name: String) async throws {
        let path = { (folder: StoreFolder) in "\(folder.path)/\(name)" }
        #expect(try await self.poison { unlink(path($0)) } == .poisoned)
        #expect(try await self.poison { rename(path($0), path($0) + ".away") } == .poisoned)
        let replaced = try await self.poison { folder in
            rename(path(folder), path(folder) + ".away")
            close(open(path(folder), O_CREAT | O_WRONLY, 0o600))
        }
        #expect(replaced == .poisoned)
        let linked = try await self.poison { folder in
            rename(path(folder), path(folder) + ".away")
            symlink(path(folder) + ".away", path(folder))
        }
        #expect(linked == .poisoned)
    }

    @Test func `a database that was cut ends all writing`() async throws {
        #expect(try await self.poison { truncate($0.database, 0) } == .poisoned)
    }

    @Test func `a closed store is not looked at`() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open(onPoison: { _ in Issue.record("a closed store has no files") })
        store.inspectFiles()
        await store.close()
        unlink(folder.database)
        store.inspectFiles()
    }
}
