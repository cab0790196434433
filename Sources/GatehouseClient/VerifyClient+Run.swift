import HTTPTypes

extension VerifyClient {
    /// Follows the change feed for the cache, until the task is cancelled. A client without a cache waits for that alone.
    ///
    /// Run it beside the rest of the service; a client whose feed does not run asks the server every time.
    public func run() async {
        guard let cache else { return await self.waitForCancellation() }
        var failures = 0
        while !Task.isCancelled {
            let asked = self.clock.monotonic()
            do throws(VerifyError) {
                cache.learn(try await self.changes(after: cache.generation), asked: asked)
                failures = 0
                // The server holds its answer back until there is news. One that does not must not be asked in a circle.
                let spent = self.clock.monotonic() &- asked
                if spent < Self.leastPollNanoseconds {
                    await self.pause(.nanoseconds(Int64(Self.leastPollNanoseconds - spent)))
                }
            } catch {
                cache.lose()
                failures += 1
                var generator = SystemRandomNumberGenerator()
                await self.pause(Self.backoff(failures, using: &generator))
            }
        }
        cache.lose()
    }

    private static let leastPollNanoseconds: UInt64 = 20_000_000

    /// Asks what has changed; the server answers when something has, and otherwise after a moment.
    private func changes(after known: UInt64?) async throws(VerifyError) -> ChangeReport {
        let call = Caller.Call(method: .get, path: "/v1/changes?after=\(known ?? 0)")
        let caller = self.caller
        let document = try await self.clock.limit(CacheConfiguration.lease) { () async throws(VerifyError) in
            try await caller.document(for: call)
        }
        guard let report = ChangeReport(document) else { throw VerifyError(.answerMalformed, status: 200) }
        return report
    }

    /// 100 ms, twice as long after each failure, at most 2 s; up to half of it by chance less.
    static func backoff(_ failures: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        let longest = min(100 << min(max(failures - 1, 0), 8), 2000)
        return .milliseconds(Int.random(in: (longest / 2)...longest, using: &generator))
    }

    private func pause(_ time: Duration) async {
        try? await self.clock.sleep(time)
    }

    private func waitForCancellation() async {
        while !Task.isCancelled { await self.pause(.seconds(3600)) }
    }
}
