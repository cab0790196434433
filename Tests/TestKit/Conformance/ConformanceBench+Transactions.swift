import Auditing
import Keys
import Storage

/// Thrown by writes that change their mind.
private struct ChangedMind: Error, Equatable {
    let reason: String
}

extension ConformanceBench {
    func keepsRecordsWhole() async throws {
        let records = self.records
        try await self.store.write(.ordinary) { transaction in
            try transaction.insert(records.project)
            try transaction.insert(records.environment)
            try transaction.insert(records.pepper)
            try transaction.insert(records.identity)
            try transaction.insert(records.role)
            try transaction.insert(records.operator)
            try transaction.insert(records.key)
        }
        try await self.store.read { reader in
            try self.require(try reader.project(records.project.id) == records.project, "the project")
            try self.require(try reader.project(named: "orders") == records.project, "the project by name")
            try self.require(try reader.project(named: "ORDERS") == nil, "names are exact")
            try self.require(try reader.environment(records.environment.id) == records.environment, "the environment")
            try self.require(try reader.peppers(of: records.environment.id) == [records.pepper], "the pepper")
            try self.require(try reader.identity(records.identity.id) == records.identity, "the identity")
            let named = try reader.identity(named: records.identity.name, in: records.project.id)
            try self.require(named == records.identity, "the identity by name")
            try self.require(try reader.role(records.role.id) == records.role, "the role")
            try self.require(
                try reader.role(named: "reader", in: records.project.id) == records.role, "the role by name")
            try self.require(try reader.operator(records.operator.id) == records.operator, "the operator")
            try self.require(try reader.operator(named: "Ada") == records.operator, "the operator by name")
            try self.require(try reader.key(records.key.id) == records.key, "the key")
            let missing = self.records.plainKey(99).id
            try self.require(try reader.key(missing) == nil, "a row that is not there is nil")
        }
    }

    func readsItsOwnWrites() async throws {
        try await self.insertSurroundings()
        let key = self.records.key
        try await self.store.write(.ordinary) { transaction in
            try transaction.insert(key)
            try self.require(try transaction.key(key.id) == key, "an insert is seen")
            var changed = key
            changed.name = "renamed"
            changed.revision = 2
            try transaction.update(changed)
            try self.require(try transaction.key(key.id) == changed, "an update is seen")
            var filter = KeyFilter(now: RecordFixtures.moment)
            filter.text = "renamed"
            try self.require(try transaction.keys(matching: filter, after: nil, limit: 5) == [changed], "in lists too")
            let entry = try transaction.append(Self.draft("a"))
            let listed = try transaction.auditEntries(matching: .init(), .oldestFirst, from: nil, limit: 5)
            try self.require(listed == [entry], "an entry is seen")
        }
    }

    func takesBackWhatThrew() async throws {
        try await self.insertSurroundings()
        let records = self.records
        do {
            try await self.store.write(.ordinary) { transaction in
                try transaction.insert(records.key)
                try transaction.insert(records.operator)
                try transaction.append(Self.draft("lost"))
                try transaction.put(.rotationsNoted, at: RecordFixtures.moment)
                try transaction.putExportPosition(3, of: "siem")
                try transaction.record(Self.use(records.key.id, 1, address: 1, at: 1))
                throw ChangedMind(reason: "of course")
            }
            throw ConformanceFailure(description: "what the closure throws comes out")
        } catch let error as ChangedMind {
            try self.require(error.reason == "of course", "what the closure throws comes out as it is")
        }
        let entry = try await self.store.write(.ordinary) { try $0.append(Self.draft("kept")) }
        try self.require(entry.entry.sequence == 0, "no number is lost")
        try await self.store.read { reader in
            try self.require(try reader.key(records.key.id) == nil, "the key is not there")
            try self.require(try reader.operator(records.operator.id) == nil, "the operator is not there")
            try self.require(try reader.moment(.rotationsNoted) == nil, "the mark is not there")
            try self.require(try reader.exportPosition(of: "siem") == nil, "the position is not there")
            try self.require(try reader.usage(of: records.key.id).isEmpty, "the usage is not there")
        }
        let isPublished = self.published.all.contains { $0.record == AnyHashable(records.key) }
        try self.require(!isPublished, "nothing of it was published")
    }

    func refusesDuplicates() async throws {
        try await self.insertSurroundings()
        let records = self.records
        try await self.store.write(.ordinary) { transaction in
            try transaction.insert(records.pepper)
            try transaction.insert(records.operator)
            try transaction.insert(records.key)
        }
        try await self.refuses(.duplicate, "a project's id") { try $0.insert(records.project) }
        try await self.refuses(.duplicate, "a project's name") {
            try $0.insert(Project(id: Self.id(1), name: "orders", createdAt: RecordFixtures.moment))
        }
        for (name, tag) in [("live", "other"), ("other", "live")] {
            try await self.refuses(.duplicate, "an environment's name or tag") {
                try $0.insert(
                    Environment(
                        id: Self.id(1), projectID: records.project.id, name: name, tag: tag,
                        createdAt: RecordFixtures.moment))
            }
        }
        try await self.refuses(.duplicate, "a pepper's version") { try $0.insert(records.pepper) }
        try await self.refuses(.duplicate, "an identity's name") {
            try $0.insert(
                Identity(
                    id: Self.id(1), projectID: records.project.id, category: .person, name: records.identity.name,
                    createdAt: RecordFixtures.moment))
        }
        try await self.refuses(.duplicate, "a role's name") {
            try $0.insert(
                Role(
                    id: Self.id(1), projectID: records.project.id, name: "reader", grants: .init(),
                    createdAt: RecordFixtures.moment))
        }
        try await self.refuses(.duplicate, "an operator's name") {
            try $0.insert(
                Operator(
                    id: Self.id(1), name: "Ada", level: .viewer, digest: .zero, hint: "",
                    createdAt: RecordFixtures.moment, expiresAt: nil))
        }
        try await self.refuses(.duplicate, "a key's id") { try $0.insert(records.key) }
        try await self.refusesTakenNames()
    }

    /// Names are taken once among the rows of one project, by renaming too, and are free in another.
    private func refusesTakenNames() async throws {
        let other = Project(id: Self.id(7), name: "other", createdAt: RecordFixtures.moment)
        let role = Role(
            id: Self.id(8), projectID: other.id, name: "reader", grants: .init(), createdAt: RecordFixtures.moment)
        try await self.store.write(.ordinary) { transaction in
            try transaction.insert(other)
            try transaction.insert(role)
        }
        try await self.refuses(.duplicate, "renaming to a name that is taken") { transaction in
            var renamed = other
            renamed.name = "orders"
            renamed.revision = 2
            try transaction.update(renamed)
        }
    }

    func refusesStaleUpdates() async throws {
        try await self.insertSurroundings()
        let records = self.records
        try await self.store.write(.ordinary) { transaction in
            try transaction.insert(records.operator)
            try transaction.insert(records.key)
        }
        for revision in [0, 1, 3] as [UInt64] {
            try await self.refuses(.stale, "a key of revision \(revision)") { transaction in
                var key = records.key
                key.revision = revision
                try transaction.update(key)
            }
            try await self.refuses(.stale, "a role of revision \(revision)") { transaction in
                var role = records.role
                role.revision = revision
                try transaction.update(role)
            }
        }
        try await self.refuses(.stale, "a key that is not there") { transaction in
            var key = records.plainKey(1)
            key.revision = 2
            try transaction.update(key)
        }
        try await self.store.write(.ordinary) { transaction in
            var (project, environment, identity) = (records.project, records.environment, records.identity)
            var (role, `operator`, key) = (records.role, records.operator, records.key)
            project.revision = 2
            environment.revision = 2
            identity.revision = 2
            role.revision = 2
            `operator`.revision = 2
            key.revision = 2
            try transaction.update(project)
            try transaction.update(environment)
            try transaction.update(identity)
            try transaction.update(role)
            try transaction.update(`operator`)
            try transaction.update(key)
        }
        let key = try await self.store.read { try $0.key(records.key.id) }
        try self.require(key?.revision == 2, "the next revision is taken")
    }

    func publishesBeforeAnswering() async throws {
        for number in 0..<20 {
            let project = Project(id: Self.id(number), name: "project-\(number)", createdAt: RecordFixtures.moment)
            try await self.store.write(number.isMultiple(of: 2) ? .ordinary : .revocation) { transaction in
                try transaction.insert(project)
            }
            let all = self.published.all.map(\.record)
            try self.require(all.count == number + 1, "each change is published once")
            try self.require(all.last == AnyHashable(project), "a change is published when its write returns")
        }
    }

    func publishesNothingElse() async throws {
        try await self.insertSurroundings()
        let records = self.records
        try await self.store.write(.ordinary) { try $0.insert(records.key) }
        let before = self.published.all.count
        try await self.store.write(.ordinary) { transaction in
            try transaction.append(Self.draft("alone"))
            try transaction.put(.rotationsNoted, at: RecordFixtures.moment)
            try transaction.record(Self.use(records.key.id, 1, address: 1, at: 1))
            try transaction.put(Self.idempotencyRecord(1, at: 1))
            try transaction.putExportPosition(3, of: "siem")
        }
        try self.require(self.published.all.count == before, "usage, entries, marks and idempotency are not published")
    }

    func ordersConcurrentWrites() async throws {
        let store = self.store
        let outcomes = await withTaskGroup(of: (Int, UInt64?).self) { group in
            for number in 0..<200 {
                group.addTask {
                    let sequence = try? await store.write(number.isMultiple(of: 3) ? .revocation : .ordinary) {
                        transaction -> UInt64 in
                        let id: ProjectID = Self.id(number)
                        try transaction.insert(
                            Project(id: id, name: "project-\(number)", createdAt: RecordFixtures.moment))
                        let entry = try transaction.append(Self.draft(id.description))
                        if number.isMultiple(of: 7) { throw ChangedMind(reason: "") }
                        return entry.entry.sequence
                    }
                    return (number, sequence)
                }
            }
            return await group.reduce(into: [Int: UInt64]()) { $0[$1.0] = $1.1 }
        }
        let kept = (0..<200).filter { !$0.isMultiple(of: 7) }
        try self.require(Set(outcomes.keys) == Set(kept), "those that threw failed, and only they")
        let entries = try await self.store.read {
            try $0.auditEntries(matching: .init(), .oldestFirst, from: nil, limit: 1000)
        }
        try self.require(entries.map(\.entry.sequence) == Array(0..<UInt64(kept.count)), "entries have no gap")
        let published = self.published.all.compactMap { change -> String? in
            if case .project(let project) = change { project.id.description } else { nil }
        }
        try self.require(
            published == entries.map(\.entry.object.id), "publication is in the order of the commits")
    }

    func endsWithClose() async throws {
        try await self.insertSurroundings()
        await self.store.close()
        try await self.refuses(.closed, "a write after close") { _ in }
        do {
            _ = try await self.store.read { try $0.project(named: "orders") }
            throw ConformanceFailure(description: "a read after close is refused")
        } catch let error as StorageError {
            try self.require(error.code == .closed, "a read after close is refused as closed")
        }
    }

    static func id<Kind: ObjectKind>(_ number: Int) -> ObjectID<Kind> {
        var random = SeededGenerator(seed: 500_000 + UInt64(number))
        return .init { random.bytes($0) }
    }
}
