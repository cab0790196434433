/// Proof beyond the key itself that a policy asks for. Everything that is stated must be there.
package struct StepUp: Hashable, Sendable {
    /// Longest time that a grant counts as fresh: 30 days.
    package static let longestGrantAge: UInt32 = 2_592_000

    /// A client certificate that the key is bound to.
    package var certificate: Bool
    /// A time-boxed grant of the route's permission that was given no longer ago than so many seconds.
    package var grantWithinSeconds: UInt32?
    /// A second key, of somebody else, that may do the same.
    package var secondKey: Bool

    package init(certificate: Bool = false, grantWithinSeconds: UInt32? = nil, secondKey: Bool = false) {
        self.certificate = certificate
        self.grantWithinSeconds = grantWithinSeconds
        self.secondKey = secondKey
    }

    package var isEmpty: Bool { self == .init() }
}
