import Auditing
import Keys
import SQLiteStorage
import Storage
import Synchronization
import TestKit
import Testing

@Suite struct GroupCommitTests {
    /// Collects the keys of each publication.
    private func collecting(_ published: Collected<[KeyID]>) -> PublishHook {
        { changes in
            published.append([changes.compactMap { if case .key(let key) = $0 { key.id } else { nil } }])
        }
    }

    @Test func `many writers at once all get their own answer`() async throws {
        let folder = try StoreFolder()
        let published = Collected<[KeyID]>()
        let store = try await folder.open(publish: self.collecting(published))
        let outcomes = await withTaskGroup(of: [KeyID: Bool].self) { group in
            for writer in 0..<16 { group.addTask { await self.outcomes(of: writer, on: store) } }
            return await group.reduce(into: [KeyID: Bool]()) { $0.merge($1) { old, _ in old } }
        }
        let kept = Set(outcomes.filter(\.value).keys)
        #expect(outcomes.count == 640 && kept.count == 512)
        #expect(try await Set(store.allKeys().keys) == kept)
        let entries = try await store.auditEntries()
        #expect(entries.map(\.entry.sequence) == Array(0..<512))
        // Published once each, in the order of the log.
        #expect(published.all.flatMap { $0 }.map(\.description) == entries.map(\.entry.object.id))
        await store.close()
    }

    /// Forty writes, every fifth of which fails at its last statement; whether each was acknowledged.
    private func outcomes(of writer: Int, on store: SQLiteStore) async -> [KeyID: Bool] {
        var fixture = Fixture(seed: 100 + UInt64(writer))
        var outcomes: [KeyID: Bool] = [:]
        for count in 0..<40 {
            let key = fixture.key()
            do {
                try await store.write(count % 7 == 0 ? .revocation : .ordinary) { store in
                    try store.insert(key)
                    try store.append(Fixture.draft(key))
                    if count % 5 == 4 { try store.insert(key) }
                }
                outcomes[key.id] = true
            } catch {
                outcomes[key.id] = false
            }
        }
        return outcomes
    }

    @Test func `writes that arrive during a commit share the next one, revocations first`() async throws {
        let folder = try StoreFolder()
        let published = Collected<[KeyID]>()
        let store = try await folder.open(publish: self.collecting(published))
        var fixture = Fixture(seed: 120)
        let (first, urgent) = (fixture.key(), fixture.key())
        let ordinary = (0..<5).map { _ in fixture.key() }
        let gate = Gate()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await store.write(.ordinary) { store in
                    gate.hold()
                    try store.insert(first)
                }
            }
            await gate.isReached()
            for key in ordinary { group.addTask { try await store.issue(key) } }
            while store.waitingWrites < 5 { await Task.yield() }
            group.addTask { try await store.issue(urgent, .revocation) }
            while store.waitingWrites < 6 { await Task.yield() }
            gate.open()
            try await group.waitForAll()
        }
        #expect(published.all.count == 2)
        #expect(published.all.first == [first.id])
        #expect(published.all.last?.first == urgent.id)
        #expect(Set(published.all.last ?? []) == Set(ordinary.map(\.id) + [urgent.id]))
        await store.close()
    }

    @Test func `too many waiting writes are refused, revocations are not`() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        let gate = Gate()
        let codes = try await withThrowingTaskGroup(of: StorageError.Code?.self) { group in
            group.addTask {
                try await store.write(.ordinary) { _ in gate.hold() }
                return nil
            }
            await gate.isReached()
            for _ in 0..<5000 {
                group.addTask {
                    do {
                        try await store.write(.ordinary) { _ in }
                        return nil
                    } catch {
                        return (error as? StorageError)?.code
                    }
                }
            }
            while store.waitingWrites < 4096 { await Task.yield() }
            group.addTask {
                try await store.write(.revocation) { _ in }
                return nil
            }
            while store.waitingWrites < 4097 { await Task.yield() }
            gate.open()
            return try await group.reduce(into: [StorageError.Code]()) { if let code = $1 { $0.append(code) } }
        }
        #expect(codes.filter { $0 != .overloaded }.isEmpty)
        #expect(codes.count <= 5000 - 4096)
        await store.close()
    }

    @Test func `closing waits for what was admitted`() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        let gate = Gate()
        var fixture = Fixture(seed: 130)
        let key = fixture.key()
        async let written: Void = store.write(.ordinary) { store in
            gate.hold()
            try store.insert(key)
        }
        await gate.isReached()
        async let closed: Void = store.close()
        gate.open()
        await closed
        try await written
        let again = try await folder.open()
        #expect(try await again.key(key.id) == key)
        await again.close()
    }
}

/// Holds the store's one thread until the test lets it go on.
private final class Gate: Sendable {
    private let reached = Atomic(false)
    private let opened = Atomic(false)

    func hold() {
        self.reached.store(true, ordering: .releasing)
        while !self.opened.load(ordering: .acquiring) {}
    }

    func open() { self.opened.store(true, ordering: .releasing) }

    func isReached() async {
        while !self.reached.load(ordering: .acquiring) { await Task.yield() }
    }
}
