/// When a key ends by itself.
package enum KeyExpiry: Hashable, Sendable {
    case at(WallTime)
    /// Said explicitly, with a reason; a standing finding.
    case never(reason: String)

    package var date: WallTime? {
        if case .at(let date) = self { date } else { nil }
    }

    /// Why it never ends.
    package var reason: String? {
        if case .never(let reason) = self { reason } else { nil }
    }
}
