import Auditing
import Storage

extension SQLiteStore {
    /// Goes on with a scrub for about so long; nothing else runs on the connection meanwhile.
    package func continued(_ scrub: IndexScrub, for duration: Duration) async throws -> IndexScrub {
        try await self.onConnection { database in
            var scrub = scrub
            do {
                try UnhurriedWork.run { try scrub.run(on: database, until: .now + duration) }
            } catch {
                let failure = StorageError(error, on: database)
                if failure.code == .poisoned { self.stop(failure) }
                throw failure
            }
            self.collect(entries: self.view(database).auditTree.size)
            return scrub
        }
    }
}
