import Auditing
import Glibc
import Keys
import SQLiteStorage
import Storage
import Testing

/// On a small file system of its own, which takes root to mount.
@Suite struct FullDiskTests {
    @Test(.enabled(if: geteuid() == 0, "a full disk is tested on a small tmpfs, which takes root to mount"))
    func `a full disk refuses writes, still revokes, loses nothing and recovers by itself`() async throws {
        let folder = try StoreFolder()
        mkdir(folder.path, 0o700)
        try #require(mount("tmpfs", folder.path, "tmpfs", 0, "size=4m,mode=0700") == 0)
        defer { umount2(folder.path, Int32(MNT_DETACH)) }
        let poisoned = Collected<StorageError.Code>()
        let store = try await folder.open(reserveSize: 512 << 10, onPoison: { poisoned.append([$0.code]) })
        let reserve = folder.path + "/reserve"
        #expect(access(reserve, F_OK) == 0)
        var fixture = Fixture(seed: 70)
        var issued: [KeyRecord] = []

        let filler = open(folder.path + "/filler", O_WRONLY | O_CREAT, 0o600)
        posix_fallocate(filler, 0, 2_500_000)
        var failure: StorageError?
        for _ in 0..<4000 where failure == nil {
            let key = fixture.key()
            do {
                try await store.issue(key)
                issued.append(key)
            } catch {
                failure = error as? StorageError
            }
        }
        #expect(failure?.code == .full)
        #expect(issued.count > 10)
        #expect(try await store.allKeys().count == issued.count)

        let revoked = issued.prefix(10)
        for key in revoked { try await store.revoke(key) }
        #expect(access(reserve, F_OK) != 0)

        ftruncate(filler, 0)
        close(filler)
        for _ in 0..<70 { try await store.issue(fixture.key()) }
        #expect(access(reserve, F_OK) == 0)
        #expect(poisoned.all.isEmpty)
        #expect(try await store.auditEntries().count == issued.count + revoked.count + 70)
        await store.close()

        let again = try await folder.open(reserveSize: 512 << 10)
        let keys = try await again.allKeys()
        #expect(keys.count == issued.count + 70)
        let lost = revoked.filter { keys[$0.id]?.state != .revoked }
        #expect(lost.isEmpty)
        // Writes that were tried twice, or given up, left nothing in the tree.
        let entries = try await again.auditEntries()
        var tree = TreeEdge()
        for entry in entries { _ = tree.append(entry.leafHash) }
        let note = try #require(try await again.read { try $0.auditCheckpoint() })
        let head = try Checkpoint(note, signedBy: again.logKey)
        #expect(head.size == UInt64(entries.count) && head.root == tree.root)
        await again.close()
    }

    @Test(.enabled(if: geteuid() == 0, "a full disk is tested on a small tmpfs, which takes root to mount"))
    func `a disk full from the start is said to be full`() async throws {
        let folder = try StoreFolder()
        mkdir(folder.path, 0o700)
        try #require(mount("tmpfs", folder.path, "tmpfs", 0, "size=64k,mode=0700") == 0)
        defer { umount2(folder.path, Int32(MNT_DETACH)) }
        #expect(await folder.openFailure()?.code == .full)
    }
}
