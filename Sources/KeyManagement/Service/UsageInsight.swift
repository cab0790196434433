package import Keys

/// What the decision log knows about the use of keys, handed in at assembly.
package struct UsageInsight: Sendable {
    /// Requests made with any of the keys in the last 24 hours; `nil` when that is not known.
    package let requestsLastDay: @Sendable ([KeyID]) async -> UInt64?
    /// Whether a version was used although the store has not heard of it yet.
    package let hasBeenUsed: @Sendable (KeyID, UInt32) -> Bool

    package init(
        requestsLastDay: @escaping @Sendable ([KeyID]) async -> UInt64?,
        hasBeenUsed: @escaping @Sendable (KeyID, UInt32) -> Bool
    ) {
        self.requestsLastDay = requestsLastDay
        self.hasBeenUsed = hasBeenUsed
    }

    /// Nothing is known beyond the store.
    package static let none = Self(requestsLastDay: { _ in nil }, hasBeenUsed: { _, _ in false })
}
