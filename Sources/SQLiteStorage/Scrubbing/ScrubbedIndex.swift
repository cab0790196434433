import GRDB

/// An index, and the question that tells whether it leads to the rows of its table.
struct ScrubbedIndex {
    let name: String
    let table: String
    /// Takes the row id to begin after and how many rows to look at; gives the last row id looked at, `NULL` after the
    /// last row, and how many of them the index did not lead to.
    let query: String

    /// The indexes of the database, but for those of tables without row ids: there the table is the index.
    static func all(_ database: Database) throws -> [ScrubbedIndex] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT i.name, t.name,
                    CASE WHEN instr(i.sql, ' WHERE ') THEN substr(i.sql, instr(i.sql, ' WHERE ') + 7) ELSE '1' END
                FROM sqlite_schema AS i JOIN sqlite_schema AS t ON t.name = i.tbl_name
                WHERE i.type = 'index' AND t.type = 'table' AND t.sql NOT LIKE '%WITHOUT ROWID%' ORDER BY i.name
                """)
        return try rows.map { row in
            try .init(name: row[0], table: row[1], condition: row[2], database)
        }
    }

    // The condition says which rows a partial index is about.
    private init(name: String, table: String, condition: String, _ database: Database) throws {
        self.name = name
        self.table = table
        let columns = try String.fetchAll(
            database, sql: "SELECT name FROM pragma_index_info(?) WHERE name IS NOT NULL", arguments: [name])
        let isSame = columns.map { "b.\"\($0)\" = a.\"\($0)\"" }.joined(separator: " AND ")
        let isComplete = columns.map { "\"\($0)\" IS NOT NULL" }.joined(separator: " AND ")
        self.query = """
            SELECT MAX(place), SUM(NOT is_found) FROM (
                SELECT a.rowid AS place, NOT (\(isComplete)) OR NOT (\(condition)) OR EXISTS (
                    SELECT 1 FROM "\(table)" AS b INDEXED BY "\(name)"
                    WHERE \(isSame) AND b.rowid = a.rowid AND (\(condition))
                ) AS is_found
                FROM (SELECT rowid, * FROM "\(table)" NOT INDEXED WHERE rowid > ? ORDER BY rowid LIMIT ?) AS a
            )
            """
    }
}
