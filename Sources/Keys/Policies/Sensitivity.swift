/// How sensitive the data behind a route is, from the least to the most: what segments an API.
package enum Sensitivity: String, Sendable, CaseIterable, Hashable, Comparable {
    /// Anybody may see it.
    case `public`
    /// For the company and its partners.
    case `internal`
    /// Harm is done when it gets out.
    case confidential
    /// Great harm is done: health, payment, secrets.
    case restricted

    private var rank: Int {
        switch self {
        case .public: 0
        case .internal: 1
        case .confidential: 2
        case .restricted: 3
        }
    }

    package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}
