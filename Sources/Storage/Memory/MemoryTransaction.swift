import Auditing
import Keys

/// One transaction over the tables: writes go straight in, and a journal of what stood there before takes them back.
final class MemoryTransaction {
    var tables: MemoryTables
    /// Rows written since the last mark, in order.
    private(set) var changes: [StoreChange] = []
    private var journal: [(inout MemoryTables) -> Void] = []
    let details: DetailSealing

    init(_ tables: consuming MemoryTables, _ details: DetailSealing) {
        self.tables = tables
        self.details = details
    }

    /// Runs a closure in a savepoint: when it throws, everything it wrote is taken back.
    func savepoint<Value>(_ body: (any StoreWriting) throws -> Value) throws -> Value {
        let journalStart = self.journal.count
        let changesStart = self.changes.count
        do {
            return try body(self)
        } catch {
            self.rollBack(toJournal: journalStart, changes: changesStart)
            throw error
        }
    }

    /// Takes everything back.
    func rollBack() { self.rollBack(toJournal: 0, changes: 0) }

    private func rollBack(toJournal journalStart: Int, changes changesStart: Int) {
        while self.journal.count > journalStart, let undo = self.journal.popLast() { undo(&self.tables) }
        self.changes.removeSubrange(changesStart...)
    }

    /// Notes how to take back what comes next.
    func willChange(_ undo: @escaping (inout MemoryTables) -> Void) { self.journal.append(undo) }

    /// Notes a row for the publish hook.
    func didChange(_ change: StoreChange) { self.changes.append(change) }
}

extension MemoryTransaction: StoreReading {
    func project(_ id: ProjectID) -> Project? { self.tables.projects[id] }

    func project(named name: String) -> Project? { self.tables.projects.values.first { $0.name == name } }

    func projects(after: ProjectID?, limit: Int) -> [Project] {
        Self.page(self.tables.projects, after: after, limit: limit) { _ in true }
    }

    func environment(_ id: EnvironmentID) -> Environment? { self.tables.environments[id] }

    func environments(in project: ProjectID?, after: EnvironmentID?, limit: Int) -> [Environment] {
        Self.page(self.tables.environments, after: after, limit: limit) { project == nil || $0.projectID == project }
    }

    func peppers(of environment: EnvironmentID) -> [SealedPepper] { self.tables.peppers[environment] ?? [] }

    func identity(_ id: IdentityID) -> Identity? { self.tables.identities[id] }

    func identity(named name: String, in project: ProjectID) -> Identity? {
        self.tables.identities.values.first { $0.projectID == project && $0.name == name }
    }

    func identities(in project: ProjectID?, after: IdentityID?, limit: Int) -> [Identity] {
        Self.page(self.tables.identities, after: after, limit: limit) { project == nil || $0.projectID == project }
    }

    func role(_ id: RoleID) -> Role? { self.tables.roles[id] }

    func role(named name: String, in project: ProjectID) -> Role? {
        self.tables.roles.values.first { $0.projectID == project && $0.name == name }
    }

    func roles(in project: ProjectID?, after: RoleID?, limit: Int) -> [Role] {
        Self.page(self.tables.roles, after: after, limit: limit) { project == nil || $0.projectID == project }
    }

    func policy(_ id: PolicyID) -> Policy? { self.tables.policies[id] }

    func policy(named name: String, in environment: EnvironmentID) -> Policy? {
        self.tables.policies.values.first { $0.environmentID == environment && $0.name == name }
    }

    func policies(in environment: EnvironmentID?, after: PolicyID?, limit: Int) -> [Policy] {
        Self.page(self.tables.policies, after: after, limit: limit) {
            environment == nil || $0.environmentID == environment
        }
    }

    func `operator`(_ id: OperatorID) -> Operator? { self.tables.operators[id] }

    func `operator`(named name: String) -> Operator? { self.tables.operators.values.first { $0.name == name } }

    func operators(after: OperatorID?, limit: Int) -> [Operator] {
        Self.page(self.tables.operators, after: after, limit: limit) { _ in true }
    }

    func idempotencyRecord(_ scope: IdempotencyScope) -> IdempotencyRecord? { self.tables.idempotency[scope] }

    func auditEntries(
        matching filter: AuditFilter, _ order: AuditOrder, from position: UInt64?, limit: Int
    ) throws(StorageError) -> [StoredAuditEntry] {
        let entries = order == .oldestFirst ? self.tables.audit : self.tables.audit.reversed()
        let isBeyond = { (sequence: UInt64) in
            position.map { order == .oldestFirst ? sequence > $0 : sequence < $0 } ?? true
        }
        var found: [StoredAuditEntry] = []
        for entry in entries where isBeyond(entry.entry.sequence) && filter.matches(entry.entry) {
            guard found.count < limit else { break }
            found.append(try self.withDetails(entry))
        }
        return found
    }

    func exportPosition(of sink: String) -> UInt64? { self.tables.exportPositions[sink] }

    func auditCheckpoint() -> SignedNote? { self.tables.checkpoint }
    func signedAuditHead() -> SignedNote? { self.tables.checkpoint }

    var auditTree: TreeEdge { self.tables.chain.tree }

    func filledAuditTile(level: UInt8, number: UInt64) -> [Digest256]? {
        self.tables.tiles[.init(level: level, number: number)]
    }

    func auditLeaves(_ sequences: Range<UInt64>) -> [AuditLeaf] {
        let known = sequences.clamped(to: 0..<UInt64(self.tables.audit.count)).prefix(Int(TilePlace.fullWidth))
        return known.map { AuditLeaf(self.tables.audit[Int($0)]) }
    }

    func moment(_ mark: MaintenanceMark) -> WallTime? { self.tables.marks[mark] }

    private static func page<ID: Comparable & Hashable, Row>(
        _ rows: [ID: Row], after: ID?, limit: Int, where isWanted: (Row) -> Bool
    ) -> [Row] {
        rows.filter { row in after.map { row.key > $0 } ?? true && isWanted(row.value) }
            .sorted { $0.key < $1.key }.prefix(max(limit, 0)).map(\.value)
    }
}
