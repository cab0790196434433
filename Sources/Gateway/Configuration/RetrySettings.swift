/// How often a request is tried again on another endpoint, where that is safe.
package struct RetrySettings: Sendable, Equatable {
    /// Most tries after the first, 0...4.
    package var attempts: Int
    /// Retries for a hundred requests of the upstream, 0...100, counted over ten seconds on each event loop.
    package var percent: Int
    /// Retries allowed beyond that.
    package var minimumPerSecond: Int

    package init(attempts: Int = 2, percent: Int = 20, minimumPerSecond: Int = 10) {
        self.attempts = attempts
        self.percent = percent
        self.minimumPerSecond = minimumPerSecond
    }
}
