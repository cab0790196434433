import Auditing
import Cryptography
import GRDB
import Keys
import Storage

extension SQLiteTransaction: StoreReading {
    func project(_ id: ProjectID) throws(StorageError) -> Project? { try self.one(where: "id = ?", [id.rowID]) }

    func project(named name: String) throws(StorageError) -> Project? { try self.one(where: "name = ?", [name]) }

    func projects(after: ProjectID?, limit: Int) throws(StorageError) -> [Project] {
        try self.list(where: "id > ?", [after?.rowID ?? ""], limit: limit)
    }

    func environment(_ id: EnvironmentID) throws(StorageError) -> Environment? {
        try self.one(where: "id = ?", [id.rowID])
    }

    func environments(
        in project: ProjectID?, after: EnvironmentID?, limit: Int
    ) throws(StorageError) -> [Environment] {
        try self.list(in: project, after: after?.rowID, limit: limit)
    }

    func peppers(of environment: EnvironmentID) throws(StorageError) -> [SealedPepper] {
        try self.list(where: "environment_id = ?", [environment.rowID], limit: .max, order: "version")
    }

    func identity(_ id: IdentityID) throws(StorageError) -> Identity? { try self.one(where: "id = ?", [id.rowID]) }

    func identity(named name: String, in project: ProjectID) throws(StorageError) -> Identity? {
        try self.one(where: "project_id = ? AND name = ?", [project.rowID, name])
    }

    func identities(in project: ProjectID?, after: IdentityID?, limit: Int) throws(StorageError) -> [Identity] {
        try self.list(in: project, after: after?.rowID, limit: limit)
    }

    func role(_ id: RoleID) throws(StorageError) -> Role? { try self.one(where: "id = ?", [id.rowID]) }

    func role(named name: String, in project: ProjectID) throws(StorageError) -> Role? {
        try self.one(where: "project_id = ? AND name = ?", [project.rowID, name])
    }

    func roles(in project: ProjectID?, after: RoleID?, limit: Int) throws(StorageError) -> [Role] {
        try self.list(in: project, after: after?.rowID, limit: limit)
    }

    func policy(_ id: PolicyID) throws(StorageError) -> Policy? { try self.one(where: "id = ?", [id.rowID]) }

    func policy(named name: String, in environment: EnvironmentID) throws(StorageError) -> Policy? {
        try self.one(where: "environment_id = ? AND name = ?", [environment.rowID, name])
    }

    func policies(in environment: EnvironmentID?, after: PolicyID?, limit: Int) throws(StorageError) -> [Policy] {
        guard let environment else { return try self.list(where: "id > ?", [after?.rowID ?? ""], limit: limit) }
        return try self.list(
            where: "environment_id = ? AND id > ?", [environment.rowID, after?.rowID ?? ""], limit: limit)
    }

    func `operator`(_ id: OperatorID) throws(StorageError) -> Operator? { try self.one(where: "id = ?", [id.rowID]) }

    func `operator`(named name: String) throws(StorageError) -> Operator? { try self.one(where: "name = ?", [name]) }

    func operators(after: OperatorID?, limit: Int) throws(StorageError) -> [Operator] {
        try self.list(where: "id > ?", [after?.rowID ?? ""], limit: limit)
    }

    func idempotencyRecord(_ scope: IdempotencyScope) throws(StorageError) -> IdempotencyRecord? {
        try self.one(where: "id = ?", [scope.rowID])
    }

    func exportPosition(of sink: String) throws(StorageError) -> UInt64? {
        var found: UInt64?
        try self.query("SELECT position, mac FROM audit_export_positions WHERE sink = ?", [sink]) {
            row throws(StorageError) in
            let position = UInt64(clamping: row[0] as Int64)
            // What the release before has written bears no code, and what somebody else has bears a wrong one: to send
            // again is never wrong, to leave out always.
            guard let code = Digest256(bytes: row.bytes(1)),
                self.code(ofPosition: position, of: sink).equalsInConstantTime(code)
            else { return }
            found = position
        }
        return found
    }

    func code(ofPosition position: UInt64, of sink: String) -> Digest256 {
        self.rows.authenticator.code(
            table: "audit_export_positions", id: Array(sink.utf8), revision: position, content: Span())
    }

    func moment(_ mark: MaintenanceMark) throws(StorageError) -> WallTime? {
        let milliseconds: Int64? = try self.value(
            "SELECT moment FROM maintenance_marks WHERE name = ?", [mark.rawValue])
        return milliseconds.map(WallTime.init(milliseconds:))
    }

    private func list<Record: StoredObject>(
        in project: ProjectID?, after: String?, limit: Int
    ) throws(StorageError) -> [Record] {
        guard let project else { return try self.list(where: "id > ?", [after ?? ""], limit: limit) }
        return try self.list(where: "project_id = ? AND id > ?", [project.rowID, after ?? ""], limit: limit)
    }
}
