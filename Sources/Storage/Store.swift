/// Where everything durable lives. One implementation is in memory (tests, simulation), one on SQLite.
///
/// A write is a closure over one transaction: it reads, decides, writes rows and its audit entry, and either all of it is
/// durable when `commit` returns, or none of it happened. Waiting writes may share one commit (group commit); each runs
/// in a savepoint of its own, so one that throws takes nothing with it.
///
/// After the commit and before any `commit` of the group returns, the changes of the group are handed to the publish hook
/// given at creation, in commit order: commit, publish, answer (docs/ARCHITECTURE.md, Change and revocation).
package protocol Store: Sendable {
    /// Runs the closure over a consistent view. The closure must not keep the reader.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreReading) throws -> Value
    ) async throws -> Value

    /// Runs the closure in a transaction and returns when its effects are durable and published, with the proofs that the
    /// entries it appended are in the audit log.
    ///
    /// A commit with entries signs one checkpoint, in its transaction; one without signs none.
    func commit<Value: Sendable>(
        _ priority: WritePriority, _ body: @escaping @Sendable (any StoreWriting) throws -> Value
    ) async throws -> Committed<Value>

    /// Finishes what is waiting, then closes. Later calls throw `StorageError` with code `closed`.
    func close() async
}

extension Store {
    /// `commit`, for those who do not look at proofs.
    package func write<Value: Sendable>(
        _ priority: WritePriority, _ body: @escaping @Sendable (any StoreWriting) throws -> Value
    ) async throws -> Value {
        try await self.commit(priority, body).value
    }
}

/// Receives the changes of one commit, in commit order, on the store's own executor. Must not block.
package typealias PublishHook = @Sendable ([StoreChange]) -> Void
