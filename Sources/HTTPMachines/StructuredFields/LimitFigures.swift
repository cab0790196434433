/// What there is to say of a limit.
package struct LimitFigures {
    package let policy: String
    /// Requests in a window, or under way at once.
    package let limit: UInt32
    /// Length of the window; nothing for requests under way.
    package let windowSeconds: UInt32
    package let remaining: UInt32
    /// Until there is more, rounded up.
    package let resetSeconds: UInt32
    /// Counts requests under way, and not those of a time.
    package let isConcurrency: Bool

    package init(
        policy: String, limit: UInt32, windowSeconds: UInt32, remaining: UInt32, resetSeconds: UInt32,
        isConcurrency: Bool = false
    ) {
        self.policy = policy
        self.limit = limit
        self.windowSeconds = windowSeconds
        self.remaining = remaining
        self.resetSeconds = resetSeconds
        self.isConcurrency = isConcurrency
    }

    /// Whether less than so many percent of the limit are left.
    @inline(__always)
    package static func isBelow(_ percent: UInt8, remaining: UInt32, of limit: UInt32) -> Bool {
        UInt64(remaining) * 100 < UInt64(limit) * UInt64(percent)
    }
}
