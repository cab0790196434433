/// What restricts few keys: behind one reference in `Restrictions`, so that the others do not carry it.
package struct FurtherRestrictions: Hashable, Sendable {
    /// Most entries of any of the lists.
    package static let most = 256

    /// Longest time that a key may be asked to have been used within: ten years, in seconds.
    package static let longestIdleSeconds: UInt32 = 315_360_000

    /// When not empty, only addresses in these countries; `unknown` is one of them only when it is named.
    package var allowedCountries: [CountryCode] = []
    /// Addresses in these may not, even when allowed above.
    package var deniedCountries: [CountryCode] = []
    /// When not empty, only addresses that one of these networks announces.
    package var allowedNetworks: [NetworkNumber] = []
    package var deniedNetworks: [NetworkNumber] = []
    /// When not empty, only requests that name such a page.
    package var referrers: [ReferrerPattern] = []
    /// When not empty, only requests that name such an origin.
    package var origins: [OriginPattern] = []
    /// When not empty, only clients that say they are one of these.
    package var applications: [ApplicationRule] = []
    /// When not empty, only the routes of these names.
    package var routes: [String] = []
    /// When not empty, only while one of these is open.
    package var timeWindows: [TimeWindow] = []
    /// When present, a key that was not used for so many seconds is not admitted any more.
    package var maximumIdleSeconds: UInt32?

    package init() {}

    package var isEmpty: Bool { self == .init() }
}
