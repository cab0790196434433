extension ClientClock {
    /// Runs the work, and gives up on it when the time is over.
    ///
    /// - Throws: `deadline_exceeded`, `cancelled`, or what the work throws.
    func limit<Value: Sendable>(
        _ time: Duration, _ work: @escaping @Sendable () async throws(VerifyError) -> Value
    ) async throws(VerifyError) -> Value {
        let sleep = self.sleep
        let outcome = await withTaskGroup(of: Result<Value, VerifyError>.self) { group in
            group.addTask {
                do throws(VerifyError) { return .success(try await work()) } catch { return .failure(error) }
            }
            group.addTask {
                do {
                    try await sleep(time)
                    return .failure(.init(.deadlineExceeded))
                } catch {
                    return .failure(.init(.cancelled))
                }
            }
            let first = await group.next()
            group.cancelAll()
            return first ?? .failure(.init(.cancelled))
        }
        return try outcome.get()
    }
}
