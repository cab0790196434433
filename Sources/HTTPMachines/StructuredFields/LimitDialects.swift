/// In which fields answers tell of limits. Several can be spoken at once, by names that a configuration knows.
package struct LimitDialects: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10).
    package static let structured = Self(rawValue: 1)
    /// `RateLimit-Limit`, `-Remaining`, `-Reset`: draft 3 of the same; the reset in seconds from now.
    package static let plain = Self(rawValue: 2)
    /// `X-RateLimit-Limit`, `-Remaining`, `-Reset`; the reset in seconds from now.
    package static let prefixed = Self(rawValue: 4)
    /// The same names; the reset in seconds since 1970.
    package static let prefixedUntil = Self(rawValue: 8)
    /// `X-RateLimit-Limit-Minute`, `X-RateLimit-Remaining-Hour` and so on, for windows that are a unit of time.
    package static let byUnit = Self(rawValue: 16)

    /// Names that a configuration knows, with what each has answers say.
    package static let named: KeyValuePairs<String, Self> = [
        "draft10": .structured, "draft3": .plain, "unkey": .prefixedUntil, "kong": [.byUnit, .plain],
        "apisix": .prefixed, "tyk": .prefixed, "envoy": .prefixed,
    ]

    /// All but the newest.
    package var older: Self { self.subtracting(.structured) }

    /// Whether one name would have to say two things.
    package var isAmbiguous: Bool { self.contains([.prefixed, .prefixedUntil]) }

    /// The names of the older fields that are said, as an upstream may say them as well.
    package var olderNames: [String] {
        let parts = ["Limit", "Remaining", "Reset"]
        var names: [String] = []
        if self.contains(.plain) { names += parts.map { "RateLimit-\($0)" } }
        if !self.isDisjoint(with: [.prefixed, .prefixedUntil]) { names += parts.map { "X-RateLimit-\($0)" } }
        if self.contains(.byUnit) {
            for unit in LimitUnit.allCases { names += parts.prefix(2).map { "X-RateLimit-\($0)-\(unit.name)" } }
        }
        return names
    }
}

/// A unit of time that limits are told by.
enum LimitUnit: CaseIterable {
    case second, minute, hour, day, month, year

    /// The unit that a window is, if it is one. Months and years have no one length.
    init?(windowSeconds: UInt32) {
        switch windowSeconds {
        case 1: self = .second
        case 60: self = .minute
        case 3_600: self = .hour
        case 86_400: self = .day
        case (28 * 86_400)...(31 * 86_400): self = .month
        case (365 * 86_400)...(366 * 86_400): self = .year
        default: return nil
        }
    }

    /// As it stands at the end of a field's name.
    var name: StaticString {
        switch self {
        case .second: "Second"
        case .minute: "Minute"
        case .hour: "Hour"
        case .day: "Day"
        case .month: "Month"
        case .year: "Year"
        }
    }
}
