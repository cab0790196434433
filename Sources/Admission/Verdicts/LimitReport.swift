/// How a request stands with the limit closest to its end: what `RateLimit`, `Retry-After` and the body of a 429 say.
package struct LimitReport: Sendable, Hashable {
    /// The policy's name.
    package let policy: String
    /// Requests per window.
    package let limit: UInt32
    /// The window's length.
    package let windowSeconds: UInt32
    /// Requests left in the window.
    package let remaining: UInt32
    /// Seconds until more quota is there, rounded up.
    package let resetSeconds: UInt32
    /// For a refusal: seconds after which the same request would be admitted, rounded up; at least 1.
    package let retryAfterSeconds: UInt32
    /// Whoever has less than so many percent of `limit` left is warned; 0 for nobody.
    package let warnBelowPercent: UInt8
    /// Counts requests under way, and not those of a time.
    package let isConcurrency: Bool

    package init(
        policy: String, limit: UInt32, windowSeconds: UInt32, remaining: UInt32, resetSeconds: UInt32,
        retryAfterSeconds: UInt32 = 0, warnBelowPercent: UInt8 = 0, isConcurrency: Bool = false
    ) {
        self.policy = policy
        self.limit = limit
        self.windowSeconds = windowSeconds
        self.remaining = remaining
        self.resetSeconds = resetSeconds
        self.retryAfterSeconds = retryAfterSeconds
        self.warnBelowPercent = warnBelowPercent
        self.isConcurrency = isConcurrency
    }
}
