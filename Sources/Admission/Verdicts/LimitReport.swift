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

    package init(
        policy: String, limit: UInt32, windowSeconds: UInt32, remaining: UInt32, resetSeconds: UInt32,
        retryAfterSeconds: UInt32 = 0
    ) {
        self.policy = policy
        self.limit = limit
        self.windowSeconds = windowSeconds
        self.remaining = remaining
        self.resetSeconds = resetSeconds
        self.retryAfterSeconds = retryAfterSeconds
    }
}
