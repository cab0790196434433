import GRDB
import Keys
import Storage

extension SQLiteTransaction: StoreWriting {
    func insert(_ project: Project) throws(StorageError) {
        try self.insertRow(project)
        self.didChange(.project(project))
    }

    func update(_ project: Project) throws(StorageError) {
        try self.updateRow(project)
        self.didChange(.project(project))
    }

    func insert(_ environment: Environment) throws(StorageError) {
        try self.insertRow(environment)
        self.didChange(.environment(environment))
    }

    func update(_ environment: Environment) throws(StorageError) {
        try self.updateRow(environment)
        self.didChange(.environment(environment))
    }

    func insert(_ pepper: SealedPepper) throws(StorageError) {
        try self.insertRow(pepper)
        self.didChange(.pepper(pepper))
    }

    func markPepperLeaked(
        _ version: UInt32, of environment: EnvironmentID, at moment: WallTime
    ) throws(StorageError) {
        try self.attempt { try Schema.expect(format: Schema.leakedPeppersFormat, self.database) }
        try self.change(version, of: environment) { $0.leaked(at: moment) }
    }

    func destroyPepper(_ version: UInt32, of environment: EnvironmentID) throws(StorageError) {
        try self.change(version, of: environment) { $0.destroyed }
    }

    private func change(
        _ version: UInt32, of environment: EnvironmentID, _ change: (SealedPepper) -> SealedPepper
    ) throws(StorageError) {
        guard let pepper = try self.peppers(of: environment).first(where: { $0.version == version }) else {
            throw .init(.stale, "the pepper \(version) of \(environment) is not there")
        }
        let changed = change(pepper)
        try self.insertRow(changed, replacing: true)
        self.didChange(.pepper(changed))
        self.didForget()
    }

    func insert(_ identity: Identity) throws(StorageError) {
        try self.insertRow(identity)
        self.didChange(.identity(identity))
    }

    func update(_ identity: Identity) throws(StorageError) {
        try self.updateRow(identity)
        self.didChange(.identity(identity))
    }

    func insert(_ role: Role) throws(StorageError) {
        if role.isNarrowed { try self.expect(Schema.policiesFormat) }
        try self.insertRow(role)
        self.didChange(.role(role))
    }

    func update(_ role: Role) throws(StorageError) {
        if role.isNarrowed { try self.expect(Schema.policiesFormat) }
        try self.updateRow(role)
        self.didChange(.role(role))
    }

    /// Code that does not know of policies would not ask them.
    func insert(_ policy: Policy) throws(StorageError) {
        try self.expect(Schema.policiesFormat)
        try self.insertRow(policy)
        self.didChange(.policy(policy))
    }

    func update(_ policy: Policy) throws(StorageError) {
        try self.updateRow(policy)
        self.didChange(.policy(policy))
    }

    func insert(_ operator: Operator) throws(StorageError) {
        try self.insertRow(`operator`)
        self.didChange(.operator(`operator`))
    }

    func update(_ operator: Operator) throws(StorageError) {
        try self.updateRow(`operator`)
        self.didChange(.operator(`operator`))
    }

    func insert(_ key: KeyRecord) throws(StorageError) {
        try self.expectReader(of: key)
        try self.insertRow(key)
        try self.writeLabels(of: key)
        self.didChange(.key(key))
    }

    func update(_ key: KeyRecord) throws(StorageError) {
        try self.expectReader(of: key)
        try self.updateRow(key)
        try self.execute("DELETE FROM key_labels WHERE key_id = ?", [key.id.rowID])
        try self.writeLabels(of: key)
        self.didChange(.key(key))
    }

    /// Code that does not know of certificates would admit the key without; nor would it know of what was taken away.
    private func expectReader(of key: KeyRecord) throws(StorageError) {
        if !key.restrictions.certificates.isEmpty { try self.expect(Schema.boundKeysFormat) }
        let hasAccess = !key.timedGrants.isEmpty || !key.withdrawnRoutes.isEmpty || key.restrictions.hasFurther
        if hasAccess { try self.expect(Schema.policiesFormat) }
    }

    private func expect(_ format: Int) throws(StorageError) {
        try self.attempt { try Schema.expect(format: format, self.database) }
    }

    func put(_ record: IdempotencyRecord) throws(StorageError) { try self.insertRow(record, replacing: true) }

    func removeIdempotencyRecords(createdBefore: WallTime, limit: Int) throws(StorageError) -> Int {
        try self.execute(
            """
            DELETE FROM idempotency WHERE id IN (
                SELECT id FROM idempotency WHERE created_at < ? ORDER BY created_at, id LIMIT ?)
            """, [createdBefore.milliseconds, max(limit, 0)])
        return self.database.changesCount
    }

    func putExportPosition(_ position: UInt64, of sink: String) throws(StorageError) {
        try self.execute(
            "INSERT OR REPLACE INTO audit_export_positions (sink, position, mac) VALUES (?, ?, ?)",
            [sink, Int64(clamping: position), self.code(ofPosition: position, of: sink).bytes.blob])
    }

    func put(_ mark: MaintenanceMark, at moment: WallTime) throws(StorageError) {
        try self.execute(
            "INSERT OR REPLACE INTO maintenance_marks (name, moment) VALUES (?, ?)",
            [mark.rawValue, moment.milliseconds])
    }

    private func writeLabels(of key: KeyRecord) throws(StorageError) {
        for label in KeyLabel.labels(of: key) {
            try self.execute(
                "INSERT OR IGNORE INTO key_labels (key_id, kind, value) VALUES (?, ?, ?)",
                [key.id.rowID, label.kind.rawValue, label.value])
        }
    }
}

/// What keys are listed by beside their columns.
struct KeyLabel: Hashable {
    /// The number that stands in the table.
    enum Kind: Int64 {
        case tag = 0
        case role = 1
        case permission = 2
    }

    let kind: Kind
    let value: String

    static func labels(of key: KeyRecord) -> [Self] {
        key.tags.map { .init(kind: .tag, value: $0) } + key.roles.map { .init(kind: .role, value: $0.rowID) }
            + key.grants.allowed.map { .init(kind: .permission, value: $0.description) }
    }
}
