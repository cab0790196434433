import GRDB
import Keys
import Storage

extension SQLiteTransaction {
    func foreignCredentials(
        _ query: ForeignCredentialQuery, after: KeyID?, limit: Int
    ) throws(StorageError) -> [ForeignCredential] {
        let (condition, arguments) = Self.condition(query)
        let found: [ForeignCredential] = try self.list(
            where: "id > ? AND \(condition)", [after?.rowID ?? ""] + arguments, limit: limit)
        return found
    }

    func insert(_ credential: ForeignCredential) throws(StorageError) {
        try self.insertRow(credential)
        self.didChange(.foreignCredential(credential))
    }

    func update(_ credential: ForeignCredential) throws(StorageError) {
        try self.updateRow(credential)
        self.didChange(.foreignCredential(credential))
    }

    /// The question as SQL. Columns are checked against the content of each row that is read.
    private static func condition(_ query: ForeignCredentialQuery) -> (String, StatementArguments) {
        switch query {
        case .all: ("1", [])
        case .ofKey(let id): ("id = ?", [id.rowID])
        case .named(let name, let source, let environment):
            ("environment_id = ? AND source = ? AND foreign_id = ?", [environment.rowID, source.rawValue, name])
        case .under(let index, let environment):
            ("environment_id = ? AND found_by = ?", [environment.rowID, index.columnText])
        case .weak: ("is_weak", [])
        case .unprovable: ("found_by IS NULL", [])
        }
    }
}
