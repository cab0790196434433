/// One limit as a verification left it.
package struct WeighedLimitReport: Sendable {
    package let report: LimitReport
    /// Names the limit's counts: stable over changes of its numbers.
    package let identity: UInt64
    /// Whether this limit refused.
    package let isExceeded: Bool
    /// Whether the limit is the key's own, and not one that the verifier brought.
    package let isOwn: Bool
    /// Whether it is the key's credits.
    package var isCredits = false
}
