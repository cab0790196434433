/// What of a request some restriction asks for that most requests need not be asked.
package struct RequestNeeds: OptionSet, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// What the client claims of itself: see `RequestClaims`.
    package static let claims = Self(rawValue: 1 << 0)
    /// Where its address is.
    package static let place = Self(rawValue: 1 << 1)
    /// When the key was last used.
    package static let use = Self(rawValue: 1 << 2)
}
