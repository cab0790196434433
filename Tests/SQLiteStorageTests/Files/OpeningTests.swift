import Cryptography
import Foundation
import GRDB
import Glibc
import SQLiteStorage
import Storage
import Testing

@Suite struct OpeningTests {
    /// Makes a store with one key in it and closes it.
    private func filled() async throws -> StoreFolder {
        let folder = try StoreFolder()
        let store = try await folder.open()
        var fixture = Fixture(seed: 20)
        try await store.issue(fixture.key())
        await store.close()
        return folder
    }

    private func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        chmod(path, 0o600)
    }

    @Test func `the folder and its files are ours alone`() async throws {
        let folder = try await self.filled()
        var status = stat()
        #expect(stat(folder.path, &status) == 0 && status.st_mode & 0o7777 == 0o700)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            #expect(stat(folder.path + "/" + name, &status) == 0 && status.st_mode & 0o7777 == 0o600)
        }
    }

    @Test(arguments: [0o755, 0o750, 0o701, 0o770] as [mode_t])
    func `a folder others can enter is refused`(mode: mode_t) async throws {
        let folder = try await self.filled()
        chmod(folder.path, mode)
        #expect(await folder.openFailure()?.code == .exposed)
        chmod(folder.path, 0o700)
        #expect(await folder.openFailure() == nil)
    }

    @Test(arguments: [0o640, 0o604, 0o602] as [mode_t])
    func `a database others can read or write is refused`(mode: mode_t) async throws {
        let folder = try await self.filled()
        chmod(folder.database, mode)
        #expect(await folder.openFailure()?.code == .exposed)
    }

    @Test(.enabled(if: geteuid() == 0, "changing an owner takes root"))
    func `a folder of another user is refused`() async throws {
        let folder = try await self.filled()
        chown(folder.path, 12345, 12345)
        #expect(await folder.openFailure()?.code == .exposed)
    }

    @Test func `a folder that was let go of is free, whoever holds a copy of the descriptor`() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        let copies = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap(Int32.init)
            .filter {
                let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
                return target == folder.path + "/lock"
            }
            .map { dup($0) }
        #expect(copies.count == 1)
        await store.close()
        #expect(await folder.openFailure() == nil)
        for copy in copies { close(copy) }
    }

    @Test func `links are not followed`() async throws {
        let folder = try await self.filled()
        symlink(folder.path, folder.root + "/link")
        #expect(await folder.openFailure(folder: folder.root + "/link")?.code == .foreign)
        rename(folder.database, folder.root + "/elsewhere.db")
        symlink(folder.root + "/elsewhere.db", folder.database)
        #expect(await folder.openFailure()?.code == .foreign)
    }

    @Test func `a folder that cannot be made is denied`() async throws {
        let folder = try StoreFolder()
        #expect(await folder.openFailure(folder: folder.root + "/a/b")?.code == .denied)
        try self.write("x", to: folder.root + "/file")
        #expect(await folder.openFailure(folder: folder.root + "/file")?.code == .foreign)
    }

    @Test func `a second opener is turned away and the first goes on`() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        #expect(await folder.openFailure()?.code == .held)
        var fixture = Fixture(seed: 21)
        try await store.issue(fixture.key())
        await store.close()
        #expect(await folder.openFailure() == nil)
    }

    @Test func `the connection itself keeps others out`() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        #expect(throws: DatabaseError.self) { try folder.edit("CREATE TABLE t (a)") }
        await store.close()
    }

    @Test(arguments: ["hello", String(repeating: "not a database at all. ", count: 1000)])
    func `a file that is no database is refused and left alone`(text: String) async throws {
        let folder = try StoreFolder()
        mkdir(folder.path, 0o700)
        try self.write(text, to: folder.database)
        #expect(await folder.openFailure()?.code == .foreign)
        #expect(FileManager.default.contents(atPath: folder.database) == Data(text.utf8))
    }

    @Test func `a database of another program is refused and left alone`() async throws {
        let folder = try StoreFolder()
        mkdir(folder.path, 0o700)
        try folder.edit("CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1)")
        chmod(folder.database, 0o600)
        let before = FileManager.default.contents(atPath: folder.database)
        #expect(await folder.openFailure()?.code == .foreign)
        #expect(FileManager.default.contents(atPath: folder.database) == before)
        try folder.edit("PRAGMA application_id = 7")
        #expect(await folder.openFailure()?.code == .foreign)
    }

    @Test func `a database of a later version is refused by number and file`() async throws {
        let folder = try await self.filled()
        try folder.edit("PRAGMA user_version = 1000")
        let failure = await folder.openFailure()
        #expect(failure?.code == .foreign)
        #expect(failure?.message.contains("1000") == true)
        #expect(failure?.message.contains(folder.path) == true)
    }

    @Test func `a start that ended before its first commit is begun again`() async throws {
        let folder = try StoreFolder()
        mkdir(folder.path, 0o700)
        try folder.edit("PRAGMA journal_mode = WAL")
        chmod(folder.database, 0o600)
        #expect(await folder.openFailure() == nil)
    }

    @Test func `another root key is refused and the right one still opens`() async throws {
        let folder = try await self.filled()
        try KeyFile.create(folder.root + "/other.key", randomBytes: SecureRandom.system)
        #expect(await folder.openFailure(key: folder.root + "/other.key")?.code == .wrongRootKey)
        let store = try await folder.open()
        #expect(try await store.allKeys().count == 1)
        await store.close()
    }

    @Test func `a missing key file is told apart from a wrong one`() async throws {
        let folder = try await self.filled()
        await #expect(throws: CryptographyError.self) { try await folder.open(key: folder.root + "/none") }
        #expect(await folder.openFailure() == nil)
    }

    @Test func `no key file, no half-made store`() async throws {
        let folder = try StoreFolder()
        await #expect(throws: CryptographyError.self) { try await folder.open(key: folder.root + "/none") }
        #expect(await folder.openFailure() == nil)
    }

    @Test func `a truncated database is refused`() async throws {
        let folder = try await self.filled()
        truncate(folder.database, 9000)
        let code = await folder.openFailure()?.code
        #expect(code == .damaged || code == .foreign)
    }
}
