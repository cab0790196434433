import Auditing
import Keys
import SQLiteStorage
import Storage
import TestKit
import Testing

/// The same random work on this store and the one in memory, which must not differ in anything a caller can see.
@Suite struct StoreComparisonTests {
    @Test(arguments: [11, 12, 13] as [UInt64]) func `lists, counts and pages agree with the store in memory`(
        seed: UInt64
    ) async throws {
        let folder = try StoreFolder()
        let disk = try await folder.open()
        let memory = try InMemoryStore(signer: .fixed(), publish: { _ in })
        var world = World(seed: seed)
        for write in world.writes(300) {
            let onDisk = await outcome(of: write, on: disk)
            #expect(await outcome(of: write, on: memory) == onDisk)
        }
        for filter in world.filters(120) {
            let onDisk = try await pages(filter, on: disk)
            #expect(try await pages(filter, on: memory) == onDisk)
        }
        for key in world.keys {
            let onDisk = try await disk.read { try $0.usage(of: key.id) }
            let inMemory = try await memory.read { try $0.usage(of: key.id) }
            #expect(onDisk.map(\.at) == inMemory.map(\.at))
            #expect(Set(onDisk) == Set(inMemory))
        }
        #expect(try await disk.auditEntries().map(\.leaf) == memory.auditEntries().map(\.leaf))
        await disk.close()
    }

    @Test func `rotations that end by themselves agree with the store in memory`() async throws {
        let folder = try StoreFolder()
        let disk = try await folder.open()
        let memory = try InMemoryStore(signer: .fixed(), publish: { _ in })
        var world = World(seed: 14)
        for write in world.writes(200) {
            _ = await outcome(of: write, on: disk)
            _ = await outcome(of: write, on: memory)
        }
        for _ in 0..<40 {
            let (start, end) = (world.samples.moment(), world.samples.moment())
            let limit = world.samples.number(0...30)
            let onDisk = try await disk.read {
                try $0.keysWithRotationEnding(after: start, notAfter: end, limit: limit).map(\.id)
            }
            let inMemory = try await memory.read {
                try $0.keysWithRotationEnding(after: start, notAfter: end, limit: limit).map(\.id)
            }
            #expect(onDisk == inMemory)
        }
        await disk.close()
    }

    private func outcome(of write: @escaping World.Write, on store: some Store) async -> StorageError.Code? {
        do {
            try await store.write(.ordinary) { try write($0) }
            return nil
        } catch {
            return (error as? StorageError)?.code ?? .unexpected
        }
    }

    private struct Pages: Equatable, Sendable {
        var ids: [KeyID] = []
        var count = 0
    }

    private func pages(_ filter: KeyFilter, on store: some Store) async throws -> Pages {
        try await store.read { store in
            var pages = Pages()
            var position: KeyPosition?
            while true {
                let page = try store.keys(matching: filter, after: position, limit: 7)
                pages.ids += page.map(\.id)
                guard page.count == 7, let last = page.last else { break }
                position = KeyPosition(last)
            }
            pages.count = try store.countKeys(matching: filter)
            return pages
        }
    }
}

/// A small population whose ids collide often enough.
private struct World {
    typealias Write = @Sendable (any StoreWriting) throws -> Void

    var samples: RecordSamples
    var keys: [KeyRecord] = []
    private let projects: [Project]
    private let environments: [Environment]
    private let owners: [IdentityID]
    private let roles: [RoleID]

    init(seed: UInt64) {
        var samples = RecordSamples(seed: seed)
        self.projects = (0..<2).map { _ in samples.project() }
        self.environments = self.projects.flatMap { project in (0..<2).map { _ in samples.environment(in: project.id) }
        }
        self.owners = (0..<3).map { _ in samples.id() }
        self.roles = (0..<3).map { _ in samples.id() }
        self.samples = samples
    }

    mutating func writes(_ count: Int) -> [Write] { (0..<count).map { _ in self.write() } }

    private mutating func write() -> Write {
        switch self.samples.number(0...9) {
        case 0: return self.object()
        case 1, 2, 3:
            let environment = self.samples.pick(self.environments)
            let key = self.samples.key(
                in: environment.projectID, environment.id, owners: self.owners, roles: self.roles)
            self.keys.append(key)
            let foreign =
                self.samples.number(0...2) == 0
                ? self.samples.foreignCredential(of: key.id, in: key.environmentID) : nil
            return { store in
                try store.insert(key)
                if let foreign { try store.insert(foreign) }
                try store.append(Fixture.draft(key))
            }
        case 4, 5: return self.change()
        case 6 where !self.keys.isEmpty:
            let again = self.samples.pick(self.keys)
            return { try $0.insert(again) }
        default: return self.use()
        }
    }

    private mutating func object() -> Write {
        let project = self.samples.pick(self.projects)
        let environment = self.samples.pick(self.environments)
        let role = self.samples.role(in: project.id)
        let person = self.samples.operator()
        return switch self.samples.number(0...4) {
        case 0: { try $0.insert(project) }
        case 1: { try $0.insert(environment) }
        case 2: { try $0.insert(role) }
        case 3: { try $0.insert(person) }
        default:
            { store in
                try store.insert(role)
                try store.insert(role)
            }
        }
    }

    /// Sometimes from an old revision.
    private mutating func change() -> Write {
        guard !self.keys.isEmpty else { return { _ in } }
        let index = self.samples.number(0...(self.keys.count - 1))
        var key = self.keys[index]
        key.revision += UInt64(self.samples.pick([1, 1, 1, 2, 0]))
        key.name = self.samples.word()
        key.tags = ["blue"]
        key.state = self.samples.pick(KeyState.allCases)
        key.rotation = self.samples.rotation()
        if key.revision == self.keys[index].revision + 1 { self.keys[index] = key }
        let changed = key
        return { store in
            try store.append(Fixture.draft(changed, .keyUpdate))
            try store.update(changed)
        }
    }

    private mutating func use() -> Write {
        guard !self.keys.isEmpty else { return { _ in } }
        let id = self.samples.pick(Array(self.keys.prefix(5))).id
        let usages = (0..<8).map { _ in self.samples.usage(of: id) }
        return { store in for usage in usages { try store.record(usage) } }
    }

    mutating func filters(_ count: Int) -> [KeyFilter] { (0..<count).map { _ in self.filter() } }

    private mutating func filter() -> KeyFilter {
        var filter = KeyFilter(now: self.samples.moment())
        for _ in 0..<self.samples.number(0...3) {
            switch self.samples.number(0...13) {
            case 0: filter.projectID = self.samples.pick(self.projects).id
            case 1: filter.environmentID = self.samples.pick(self.environments).id
            case 2: filter.ownerID = self.samples.pick(self.owners)
            case 3: filter.statuses = Set(self.samples.some(3) { $0.pick(KeyStatus.allCases) })
            case 4: filter.tag = self.samples.pick(["blue", "Green", "ü", "none"])
            case 5: filter.permission = self.samples.pick(["documents:read", "billing/**:*", "no:such"])
            case 6: filter.roleID = self.samples.pick(self.roles)
            case 7: filter.expiresBefore = self.samples.moment()
            case 8: filter.unusedSince = self.samples.moment()
            case 9: filter.createdAfter = self.samples.moment()
            case 10: filter.text = self.text()
            case 11: filter.origin = self.samples.pick(KeyOrigin.allCases)
            case 12: filter.isWeak = self.samples.pick([true, false])
            default: filter.isOwnerless = self.samples.pick([true, false])
            }
        }
        filter.neverExpires = self.samples.pick([nil, nil, nil, true, false])
        return filter
    }

    private mutating func text() -> String {
        let id = self.keys.isEmpty ? "key_" : self.samples.pick(self.keys).id.description
        return self.samples.pick([
            "a", "ALPHA", "ü", "É", "%", "_", "'", "", "key_", "KEY_", String(id.prefix(7)),
            String(id.dropFirst(4).prefix(2)),
        ])
    }
}
