/// A limit for a whole piece of work, however many steps it has: a peer that gives a byte now and then meets every
/// timeout between two bytes and none at the end.
package enum TimeLimit {
    /// The work was not done in time.
    package struct Exceeded: Error, Hashable, Sendable {}

    /// Does the work, or cancels it when the time is over and throws `Exceeded`. What does the work has to heed
    /// cancellation: it is waited for.
    package static func within<Value: Sendable>(
        _ limit: Duration, _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await work() }
            group.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            guard let first = try await group.next(), let value = first else { throw Exceeded() }
            return value
        }
    }
}
