import Auditing
import Cryptography
import Dispatch
import Foundation
import GRDB
import Glibc
import Keys
import SQLiteStorage
import Storage
import TestKit
import Testing

/// Commits that are done again on a copy of the store give the store as it was after each of them.
@Suite struct ShippingTests {
    private static let chain = String(repeating: "ab", count: 16)
    private static let beginning = ChainBeginning(name: chain) { WallTime(seconds: 1_796_083_200) }
    private static let time: @Sendable () -> MonotonicNanoseconds = { DispatchTime.now().uptimeNanoseconds }

    /// What a store holds, to be compared.
    private struct Contents: Equatable {
        let keys: [KeyID: KeyRecord]
        let leaves: [[UInt8]]

        init(_ store: SQLiteStore) async throws {
            self.keys = try await store.allKeys()
            self.leaves = try await store.auditEntries().map(\.leaf)
        }
    }

    /// Writes the copy into a folder of its own.
    private func unpack(_ copy: StoreCopy, beside folder: StoreFolder) throws -> String {
        let path = folder.root + "/base-\(UInt64.random(in: 0...UInt64.max))"
        mkdir(path, 0o700)
        let bytes = try copy.file.bytes(at: 0, atMost: Int(copy.file.length))
        try Data(bytes).write(to: URL(fileURLWithPath: path + "/gatehouse.db"))
        chmod(path + "/gatehouse.db", 0o600)
        return path
    }

    private func redone(_ commits: ArraySlice<PageCommit>, on base: String, _ folder: StoreFolder) async throws
        -> Contents
    {
        let path = folder.root + "/redone-\(UInt64.random(in: 0...UInt64.max))"
        mkdir(path, 0o700)
        try FileManager.default.copyItem(atPath: base + "/gatehouse.db", toPath: path + "/gatehouse.db")
        let target = try PageTarget(path + "/gatehouse.db")
        for commit in commits { try target.apply(commit) }
        try target.finish()
        let store = try await folder.open(folder: path)
        let contents = try await Contents(store)
        await store.close()
        return contents
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func `a copy and the commits after it are the store at every moment`(
        seed: UInt64
    ) async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        var fixture = Fixture(seed: seed)
        var generator = SeededGenerator(seed: seed)
        var keys = (0..<200).map { _ in fixture.key() }
        for key in keys { try await store.issue(key) }
        let copy = try await store.copy(time: Self.time, beginning: Self.beginning)
        #expect(copy.head.shipped == ShippingPosition(chain: Self.chain, commit: 0))
        let base = try self.unpack(copy, beside: folder)
        var commits: [PageCommit] = []
        var moments: [(count: Int, contents: Contents)] = []
        for _ in 0..<60 {
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: try await store.append(Int.random(in: 1...800, using: &generator), fixture.key())
            case 1 where !keys.isEmpty: try await store.revoke(keys.removeLast())
            default:
                let key = fixture.key()
                try await store.issue(key)
                keys.append(key)
            }
            guard Int.random(in: 0..<8, using: &generator) == 0 else { continue }
            // What was shipped is dropped, and its numbers go on.
            let waiting = try store.waitingCommits(of: Self.chain)
            commits += waiting
            if let last = waiting.last { store.shipped(Self.chain, through: last.number) }
            moments.append((commits.count, try await Contents(store)))
        }
        #expect(commits.map(\.number) == (1...UInt64(commits.count)).map { $0 })
        for moment in moments {
            let redone = try await self.redone(commits.prefix(moment.count), on: base, folder)
            #expect(redone == moment.contents)
        }
        await store.close()
    }

    @Test func `commits are waiting before anybody is answered, and say how long the audit log is`() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        _ = try await store.copy(time: Self.time, beginning: Self.beginning)
        var fixture = Fixture(seed: 9)
        for number in 1...5 {
            try await store.issue(fixture.key())
            let waiting = try store.waitingCommits(of: Self.chain)
            #expect(waiting.last?.entries == UInt64(number))
        }
        await store.close()
        #expect(try store.waitingCommits(of: Self.chain).count == 5, "what is left is shipped after the end")
    }

    @Test func `two chains go on side by side, and one that has ended is gone`() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        let other = String(repeating: "cd", count: 16)
        _ = try await store.copy(time: Self.time, beginning: Self.beginning)
        var fixture = Fixture(seed: 10)
        try await store.issue(fixture.key())
        _ = try await store.copy(
            time: Self.time, beginning: .init(name: other) { WallTime(seconds: 1_796_083_200) })
        try await store.issue(fixture.key())
        #expect(try store.waitingCommits(of: Self.chain).count == 2)
        #expect(try store.waitingCommits(of: other).map(\.number) == [1])
        store.endShipping(Self.chain)
        #expect(throws: StorageError.self) { try store.waitingCommits(of: Self.chain) }
        await store.close()
    }

    @Test func `commits are read back as they were written, and nothing else is read`() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        _ = try await store.copy(time: Self.time, beginning: Self.beginning)
        var fixture = Fixture(seed: 11)
        for _ in 0..<3 { try await store.issue(fixture.key()) }
        let commits = try store.waitingCommits(of: Self.chain)
        await store.close()
        let bytes = commits.flatMap(\.bytes)
        #expect(PageCommit.read(bytes) == commits)
        #expect(PageCommit.read([]) == [])
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<200 {
            let cut = bytes.prefix(Int.random(in: 1..<bytes.count, using: &generator))
            let read = PageCommit.read(Array(cut))
            #expect(read == nil || commits.starts(with: read ?? []))
            var changed = Array(bytes.prefix(4096))
            changed[Int.random(in: 0..<36, using: &generator)] ^= 0x55
            _ = PageCommit.read(changed)
        }
    }
}
