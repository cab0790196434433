package import Auditing
package import Keys
package import Storage

/// The keys that have signed the audit log, or are going to, oldest first.
package struct GetLogKeys: ManagementQuery {
    /// One of them.
    package struct Key: Hashable, Sendable {
        /// With its number, state and note.
        package let row: LogKey
        /// The public half under the log's name.
        package let verifierKey: NoteVerifierKey
        /// When it was made; the first one is as old as the first entry. `nil` before that.
        package let createdAt: WallTime?
    }

    private let origin: String

    /// `origin`: The log's name.
    package init(origin: String) { self.origin = origin }

    package var requiredLevel: Operator.Level { .auditor }

    package func answer(in inquiry: Inquiry) throws -> [Key] {
        try inquiry.reader.logKeys().map { row in
            var createdAt: WallTime? = row.createdAt
            if row.number == 1 {
                createdAt = try inquiry.reader.auditEntries(matching: .init(), .oldestFirst, from: nil, limit: 1).first
                    .map { .init(milliseconds: $0.entry.timestamp) }
            }
            return .init(row: row, verifierKey: try row.verifierKey(named: self.origin), createdAt: createdAt)
        }
    }
}
