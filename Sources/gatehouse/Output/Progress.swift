/// A sign of life on stderr for work that takes longer than 100 ms, on a terminal only.
enum Progress {
    static func during<Value>(
        _ text: String, isShown: Bool, _ work: () async throws -> Value
    ) async throws -> Value {
        guard isShown else { return try await work() }
        return try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                guard (try? await Task.sleep(for: .milliseconds(100))) != nil else { return false }
                StandardStream.error.write(text)
                return true
            }
            let result: Result<Value, any Error>
            do { result = .success(try await work()) } catch { result = .failure(error) }
            group.cancelAll()
            if try await group.next() == true { StandardStream.error.write("\r\u{1B}[K") }
            return try result.get()
        }
    }
}
