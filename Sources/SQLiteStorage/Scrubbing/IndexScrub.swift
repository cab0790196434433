import GRDB
import Storage

/// Looks for rows that an index has lost, a few at a time, and builds such an index anew.
///
/// SQLite trusts its indexes: a bit that flips in one hides a row that is there, and "no such key" becomes a wrong answer.
/// Rows themselves are guarded by their codes, and an entry that leads to the wrong row contradicts that row; what is left
/// is the entry that nobody finds. A value: how far a scrub has come.
package struct IndexScrub: Sendable {
    /// Rows of one turn; together with their look-ups well below 5 ms.
    static let rowsOfTurn = 100

    /// Still to be looked at, the next one last; `nil` before the first turn.
    private var waiting: [ScrubbedIndex]?
    private var place = Int64.min
    /// What was mended, in words.
    package private(set) var repairs: [String] = []
    /// All rows of all indexes were looked at.
    package var isAtEnd: Bool { self.waiting?.isEmpty ?? false }

    package init() {}

    /// Takes turns, at least one, until the end or the moment, whichever is first.
    mutating func run(on database: Database, until deadline: ContinuousClock.Instant) throws {
        if self.waiting == nil { self.waiting = try ScrubbedIndex.all(database) }
        repeat { try self.turn(database) } while !self.isAtEnd && ContinuousClock.now < deadline
    }

    private mutating func turn(_ database: Database) throws {
        guard let index = self.waiting?.last else { return }
        let row = try Row.fetchOne(
            database.cachedStatement(sql: index.query), arguments: [self.place, Self.rowsOfTurn])
        guard let row, let last: Int64 = row[0] else { return self.leave() }
        self.place = last
        guard (row[1] as Int64) > 0 else { return }
        try database.execute(sql: "REINDEX \"\(index.name)\"")
        self.repairs.append("the index \(index.name) had lost a row of \(index.table) and was built anew")
        self.leave()
    }

    private mutating func leave() {
        self.waiting?.removeLast()
        self.place = .min
    }
}
