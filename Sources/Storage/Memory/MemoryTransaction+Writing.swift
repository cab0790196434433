import Auditing
import Keys

extension MemoryTransaction: StoreWriting {
    func insert(_ project: Project) throws(StorageError) {
        try self.refuse(self.project(named: project.name) != nil, "project \(project.name)")
        try self.insert(project, project.id, \.projects)
        self.didChange(.project(project))
    }

    func update(_ project: Project) throws(StorageError) {
        try self.refuse(
            self.project(named: project.name).map { $0.id != project.id } ?? false, "project \(project.name)")
        try self.update(project, project.id, \.projects, \.revision)
        self.didChange(.project(project))
    }

    func insert(_ environment: Environment) throws(StorageError) {
        try self.refuseTaken(environment)
        try self.insert(environment, environment.id, \.environments)
        self.didChange(.environment(environment))
    }

    func update(_ environment: Environment) throws(StorageError) {
        try self.refuseTaken(environment)
        try self.update(environment, environment.id, \.environments, \.revision)
        self.didChange(.environment(environment))
    }

    func insert(_ pepper: SealedPepper) throws(StorageError) {
        let before = self.tables.peppers[pepper.environmentID] ?? []
        try self.refuse(before.contains { $0.version == pepper.version }, "pepper \(pepper.version)")
        self.willChange { $0.peppers[pepper.environmentID] = before }
        self.tables.peppers[pepper.environmentID] = (before + [pepper]).sorted { $0.version < $1.version }
        self.didChange(.pepper(pepper))
    }

    func markPepperLeaked(
        _ version: UInt32, of environment: EnvironmentID, at moment: WallTime
    ) throws(StorageError) {
        try self.change(version, of: environment) { $0.leaked(at: moment) }
    }

    func destroyPepper(_ version: UInt32, of environment: EnvironmentID) throws(StorageError) {
        try self.change(version, of: environment) { $0.destroyed }
    }

    private func change(
        _ version: UInt32, of environment: EnvironmentID, _ change: (SealedPepper) -> SealedPepper
    ) throws(StorageError) {
        let before = self.tables.peppers[environment] ?? []
        guard let index = before.firstIndex(where: { $0.version == version }) else {
            throw .init(.stale, "the pepper \(version) of \(environment) is not there")
        }
        let changed = change(before[index])
        self.willChange { $0.peppers[environment] = before }
        self.tables.peppers[environment]?[index] = changed
        self.didChange(.pepper(changed))
    }

    func insert(_ identity: Identity) throws(StorageError) {
        let taken = self.identity(named: identity.name, in: identity.projectID)
        try self.refuse(taken != nil, "identity \(identity.name)")
        try self.insert(identity, identity.id, \.identities)
        self.didChange(.identity(identity))
    }

    func update(_ identity: Identity) throws(StorageError) {
        let taken = self.identity(named: identity.name, in: identity.projectID)
        try self.refuse(taken.map { $0.id != identity.id } ?? false, "identity \(identity.name)")
        try self.update(identity, identity.id, \.identities, \.revision)
        self.didChange(.identity(identity))
    }

    func insert(_ policy: Policy) throws(StorageError) {
        let taken = self.policy(named: policy.name, in: policy.environmentID)
        try self.refuse(taken != nil, "policy \(policy.name)")
        try self.insert(policy, policy.id, \.policies)
        self.didChange(.policy(policy))
    }

    func update(_ policy: Policy) throws(StorageError) {
        let taken = self.policy(named: policy.name, in: policy.environmentID)
        try self.refuse(taken.map { $0.id != policy.id } ?? false, "policy \(policy.name)")
        try self.update(policy, policy.id, \.policies, \.revision)
        self.didChange(.policy(policy))
    }

    func insert(_ role: Role) throws(StorageError) {
        try self.refuse(self.role(named: role.name, in: role.projectID) != nil, "role \(role.name)")
        try self.insert(role, role.id, \.roles)
        self.didChange(.role(role))
    }

    func update(_ role: Role) throws(StorageError) {
        let taken = self.role(named: role.name, in: role.projectID)
        try self.refuse(taken.map { $0.id != role.id } ?? false, "role \(role.name)")
        try self.update(role, role.id, \.roles, \.revision)
        self.didChange(.role(role))
    }

    func insert(_ operator: Operator) throws(StorageError) {
        try self.refuse(self.operator(named: `operator`.name) != nil, "operator \(`operator`.name)")
        try self.insert(`operator`, `operator`.id, \.operators)
        self.didChange(.operator(`operator`))
    }

    func update(_ operator: Operator) throws(StorageError) {
        let taken = self.operator(named: `operator`.name)
        try self.refuse(taken.map { $0.id != `operator`.id } ?? false, "operator \(`operator`.name)")
        try self.update(`operator`, `operator`.id, \.operators, \.revision)
        self.didChange(.operator(`operator`))
    }

    func insert(_ key: KeyRecord) throws(StorageError) {
        try self.insert(key, key.id, \.keys)
        self.didChange(.key(key))
    }

    func update(_ key: KeyRecord) throws(StorageError) {
        try self.update(key, key.id, \.keys, \.revision)
        self.didChange(.key(key))
    }

    func put(_ record: IdempotencyRecord) {
        let before = self.tables.idempotency[record.scope]
        self.willChange { $0.idempotency[record.scope] = before }
        self.tables.idempotency[record.scope] = record
    }

    func removeIdempotencyRecords(createdBefore: WallTime, limit: Int) -> Int {
        let old = self.tables.idempotency.values.filter { $0.createdAt < createdBefore }
            .sorted { $0.createdAt < $1.createdAt }.prefix(max(limit, 0))
        for record in old {
            self.willChange { $0.idempotency[record.scope] = record }
            self.tables.idempotency[record.scope] = nil
        }
        return old.count
    }

    func append(_ draft: AuditDraft) throws(StorageError) -> StoredAuditEntry {
        let sealed = try draft.details.map { details throws(StorageError) in
            try self.details.seal(
                details, tenant: draft.tenant, at: .init(milliseconds: draft.timestamp), in: self)
        }
        let before = self.tables.chain
        let appended: AppendedEntry
        do {
            appended = try self.tables.chain.append(draft)
        } catch {
            throw .init(.unexpected, error.message)
        }
        let sequence = appended.stored.entry.sequence
        self.willChange { tables in
            tables.audit.removeLast()
            tables.details[sequence] = nil
            tables.chain = before
            for tile in appended.filledTiles { tables.tiles[tile.place] = nil }
        }
        self.tables.audit.append(appended.stored.withoutDetails)
        self.tables.details[sequence] = sealed
        for tile in appended.filledTiles { self.tables.tiles[tile.place] = tile.hashes }
        return appended.stored
    }

    func putExportPosition(_ position: UInt64, of sink: String) {
        let before = self.tables.exportPositions[sink]
        self.willChange { $0.exportPositions[sink] = before }
        self.tables.exportPositions[sink] = position
    }

    func put(_ mark: MaintenanceMark, at moment: WallTime) {
        let before = self.tables.marks[mark]
        self.willChange { $0.marks[mark] = before }
        self.tables.marks[mark] = moment
    }

    private func refuseTaken(_ environment: Environment) throws(StorageError) {
        let others = self.tables.environments.values.filter {
            $0.projectID == environment.projectID && $0.id != environment.id
        }
        try self.refuse(
            others.contains { $0.name == environment.name || $0.tag == environment.tag },
            "environment \(environment.name) or its tag \(environment.tag)")
    }

    func refuse(_ isTaken: Bool, _ what: String) throws(StorageError) {
        guard !isTaken else { throw .init(.duplicate, "\(what) is there already") }
    }

    func insert<ID, Row>(
        _ row: Row, _ id: ID, _ table: WritableKeyPath<MemoryTables, [ID: Row]>
    ) throws(StorageError) {
        try self.refuse(self.tables[keyPath: table][id] != nil, "\(id)")
        self.willChange { $0[keyPath: table][id] = nil }
        self.tables[keyPath: table][id] = row
    }

    func update<ID, Row>(
        _ row: Row, _ id: ID, _ table: WritableKeyPath<MemoryTables, [ID: Row]>, _ revision: KeyPath<Row, UInt64>
    ) throws(StorageError) {
        guard let before = self.tables[keyPath: table][id], before[keyPath: revision] &+ 1 == row[keyPath: revision]
        else { throw .init(.stale, "\(id) was changed since it was read") }
        self.willChange { $0[keyPath: table][id] = before }
        self.tables[keyPath: table][id] = row
    }
}
