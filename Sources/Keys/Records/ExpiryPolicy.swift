/// How long the keys of a project live when nobody says otherwise, and at most.
package struct ExpiryPolicy: Hashable, Sendable {
    /// Longest life anyone may ask for, in days: ten years. What ends later never ends in practice.
    package static let longestDays: UInt32 = 3650

    /// Days until a key expires whose expiry is not stated.
    package var defaultDays: UInt32
    /// Longest life anyone may ask for; `nil` leaves it open and lets "never" be asked for.
    package var maximumDays: UInt32?

    package init(defaultDays: UInt32 = 90, maximumDays: UInt32? = nil) {
        self.defaultDays = defaultDays
        self.maximumDays = maximumDays
    }
}
