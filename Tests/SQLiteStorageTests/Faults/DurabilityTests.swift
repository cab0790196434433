import Auditing
import Foundation
import Glibc
import Keys
import SQLiteStorage
import Storage
import TestKit
import Testing

@Suite struct DurabilityTests {
    @Test func `what was acknowledged is in the files at that moment`() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        var fixture = Fixture(seed: 40)
        var issued: [KeyID] = []
        for _ in 0..<12 {
            let key = fixture.key()
            try await store.issue(key)
            issued.append(key.id)
            let copy = try await folder.open(folder: folder.image())
            #expect(try await Set(copy.allKeys().keys) == Set(issued))
            await copy.close()
        }
        await store.close()
    }

    @Test func `a log torn anywhere opens at an earlier commit, with effects and entries one to one`() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        var fixture = Fixture(seed: 41)
        for _ in 0..<10 { try await store.issue(fixture.key()) }
        let whole = try folder.image()
        await store.close()
        let log = FileManager.default.contents(atPath: whole + "/gatehouse.db-wal") ?? Data()
        #expect(log.count > 10 * 4096)
        // The first commits make the tables and the slot; a file without them is damaged or new.
        var seen: Set<Int> = []
        for cut in stride(from: log.count, through: 0, by: -5003) {
            let image = try folder.copy(whole)
            truncate(image + "/gatehouse.db-wal", off_t(cut))
            let torn = try await folder.open(folder: image)
            let keys = try await torn.allKeys().count
            #expect(try await torn.auditEntries().count == keys)
            seen.insert(keys)
            await torn.close()
        }
        #expect(seen.count > 5 && seen.contains(10))
    }

    /// The child appends the id of each acknowledged key to a file and kills itself in the middle of its work.
    @Test func `acknowledged writes outlive a kill`() async throws {
        let folder = try StoreFolder()
        setenv("GATEHOUSE_KILL_TEST", folder.root, 1)
        await #expect(processExitsWith: .signal(SIGKILL)) {
            guard let root = getenv("GATEHOUSE_KILL_TEST").map({ String(cString: $0) }) else { return }
            try await KilledWriter(root: root).run()
        }
        let acknowledged = try String(contentsOfFile: folder.root + "/acknowledged", encoding: .utf8)
            .split(separator: "\n").compactMap { KeyID($0) }
        #expect(acknowledged.count >= 200)
        let store = try await folder.open()
        let keys = try await store.allKeys()
        let lost = acknowledged.filter { keys[$0] == nil }
        #expect(lost.isEmpty)
        #expect(try await store.auditEntries().count == keys.count)
        await store.close()
    }

    /// A file-size limit makes a write fail the way a broken disk does, and not like a full one.
    @Test func `a failed write ends all writing, and reading goes on`() async throws {
        let folder = try StoreFolder()
        setenv("GATEHOUSE_POISON_TEST", folder.root, 1)
        await #expect(processExitsWith: .exitCode(74)) {
            guard let root = getenv("GATEHOUSE_POISON_TEST").map({ String(cString: $0) }) else { return }
            exit(try await PoisonedWriter(root: root).run())
        }
        let store = try await folder.open()
        let keys = try await store.allKeys().count
        #expect(keys > 0)
        #expect(try await store.auditEntries().count == keys)
        await store.close()
    }
}

/// Four writers at once; one kills the process after two hundred answers while the others are under way.
private struct KilledWriter {
    let root: String

    func run() async throws {
        let store = try await StoreFolder(existing: self.root).open()
        let descriptor = open(self.root + "/acknowledged", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    var fixture = Fixture(seed: 50 + UInt64(writer))
                    for count in 0..<1000 {
                        let key = fixture.key()
                        try await store.issue(key)
                        let line = Array("\(key.id)\n".utf8)
                        _ = line.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
                        if count == 200 { kill(getpid(), SIGKILL) }
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}

/// Writes until the file-size limit strikes; gives 74 when everything afterwards is as it should be.
private struct PoisonedWriter {
    let root: String

    func run() async throws -> Int32 {
        let poisoned = Collected<StorageError.Code>()
        let store = try await StoreFolder(existing: self.root).open(onPoison: { poisoned.append([$0.code]) })
        var fixture = Fixture(seed: 60)
        let first = fixture.key()
        try await store.issue(first)
        signal(SIGXFSZ, SIG_IGN)
        self.limitFiles(to: 400_000)
        var failure: StorageError?
        for _ in 0..<500 where failure == nil {
            do { try await store.issue(fixture.key()) } catch { failure = error as? StorageError }
        }
        self.limitFiles(to: .max)
        guard failure?.code == .poisoned, poisoned.all == [.poisoned], store.poison != nil else { return 1 }
        // There is room again, and still nothing may be written.
        for priority in [WritePriority.ordinary, .revocation] {
            do {
                try await store.issue(fixture.key(), priority)
                return 2
            } catch {
                guard (error as? StorageError)?.code == .poisoned else { return 3 }
            }
        }
        guard try await store.key(first.id) == first else { return 4 }
        await store.close()
        return 74
    }

    private func limitFiles(to bytes: rlim_t) {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(1), &limit)
        limit.rlim_cur = min(bytes, limit.rlim_max)
        setrlimit(__rlimit_resource_t(1), &limit)
    }
}
