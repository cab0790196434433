package import Keys

/// How a sink is doing.
package struct SinkStatus: Hashable, Sendable {
    package let name: String
    /// Entries of the log that have not arrived there.
    package var lag: UInt64 = 0
    /// Records that have arrived, and deliveries that have failed, since the start.
    package var delivered: UInt64 = 0
    package var failed: UInt64 = 0
    /// Since when it has been behind; `nil` when it is not.
    package var behindSince: MonotonicNanoseconds?
    /// Why the last delivery failed; `nil` when it did not.
    package var failure: String?

    package init(name: String) { self.name = name }

    /// How long it has been behind.
    package func secondsBehind(at now: MonotonicNanoseconds) -> UInt64 {
        self.behindSince.map { (now &- min($0, now)) / 1_000_000_000 } ?? 0
    }
}
