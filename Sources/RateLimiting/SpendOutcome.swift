/// What became of a request's limits.
package enum SpendOutcome: Hashable, Sendable {
    /// No limit applied.
    case unlimited
    /// All were spent. The reading is of the window with the least left.
    case admitted(LimitReading)
    /// Nothing was spent. The reading is of the window with the longest wait; bit i of `violations` says that limit i of
    /// the demands refused.
    case refused(LimitReading, violations: UInt64)

    package var isAdmitted: Bool {
        if case .refused = self { false } else { true }
    }
}
