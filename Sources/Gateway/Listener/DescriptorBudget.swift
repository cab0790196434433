/// How many connections fit the files that the process may open. A client of the gateway takes one descriptor, and a second
/// one while it is served; others take one.
package struct DescriptorBudget: Sendable, Equatable {
    /// What everything else takes: listeners, the database, logs, the admin listener.
    package static let reserve: UInt64 = 256

    /// Connections of each listener.
    package private(set) var gateway: Int
    package private(set) var verifiers: Int
    package private(set) var redirected: Int
    /// Files that would have to be open for as many as are configured.
    package let wanted: UInt64
    /// Whether there are fewer than are configured.
    package let isShort: Bool

    /// `limit` is how many files may be open, the other numbers are what is configured. Where they do not fit, each listener
    /// has its part of them, and at least one.
    package init(limit: UInt64, gateway: Int, verifiers: Int = 0, redirected: Int = 0) {
        let configured = [gateway, verifiers, redirected].map { UInt64(clamping: min($0, 1_000_000)) }
        let needed = configured[0] * 2 + configured[1] + configured[2]
        self.wanted = needed + Self.reserve
        self.isShort = limit < self.wanted
        (self.gateway, self.verifiers, self.redirected) = (gateway, verifiers, redirected)
        guard self.isShort else { return }
        let room = limit - min(Self.reserve, limit / 2)
        let fitting = configured.map { $0 == 0 ? 0 : Int(max(1, $0 * room / max(needed, 1))) }
        (self.gateway, self.verifiers, self.redirected) = (fitting[0], fitting[1], fitting[2])
    }
}
