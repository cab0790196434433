import Auditing
import Storage

extension SQLiteStore {
    /// Goes on with a scrub for about so long; nothing else runs on the connection meanwhile.
    package func continued(_ scrub: IndexScrub, for duration: Duration) async throws -> IndexScrub {
        try await self.onConnection { database in
            var scrub = scrub
            defer { self.collect(entries: self.view(database).auditTree.size) }
            try UnhurriedWork.run { try scrub.run(on: database, until: .now + duration) }
            return scrub
        }
    }
}
