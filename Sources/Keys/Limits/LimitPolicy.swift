/// A named limit: how much of something a subject may use in a time.
///
/// A plain value: keys, routes, the gateway and policies carry it alike.
package struct LimitPolicy: Hashable, Sendable {
    /// Most limits on one key, route or globally.
    package static let most = 8
    /// Most windows of one limit.
    package static let mostWindows = 4
    /// Longest name, in bytes: it appears in `RateLimit` fields and problem bodies.
    package static let longestName = 64
    /// Most requests of a window or a burst.
    package static let mostRequests: UInt32 = 1_000_000_000
    /// Longest window: 31 days.
    package static let longestWindowSeconds: UInt32 = 2_678_400
    /// Most requests under way at a time.
    package static let mostConcurrent: UInt32 = 1_000_000

    /// Who shares the limit.
    package enum Scope: String, Sendable, CaseIterable, Hashable {
        case global, route
        /// An IPv4 address; of IPv6 the /64, which is what one subscriber has.
        case address
        /// The network of an address: the /24 of IPv4, the /64 of IPv6.
        case network = "address_24"
        case identity, key
        /// Each operation class by itself: read, write, admin.
        case operation = "class"
    }

    /// How the limit counts.
    package enum Algorithm: Hashable, Sendable {
        /// At most `limit` requests in any span of each window; several windows hold together.
        case slidingWindow([Window])
        /// At most `burst + rate · t` requests in any span t, the rate being `window.limit` per `window.seconds`.
        case tokenBucket(rate: Window, burst: UInt32)
        /// At most `limit` requests in each hour, day, week or month of the calendar of a time zone.
        case calendar(limit: UInt32, unit: CalendarUnit, timeZone: String)
        /// At most so many requests under way at a time.
        case concurrency(UInt32)
    }

    /// So many requests in so many seconds.
    package struct Window: Hashable, Sendable {
        /// 1...`mostRequests`.
        package var limit: UInt32
        /// 1...`longestWindowSeconds`.
        package var seconds: UInt32

        package init(limit: UInt32, seconds: UInt32) {
            self.limit = limit
            self.seconds = seconds
        }
    }

    package var name: String
    package var scope: Scope
    package var algorithm: Algorithm
    /// What else holds of it.
    package var terms: LimitTerms

    package init(name: String, scope: Scope, algorithm: Algorithm, terms: LimitTerms = .init()) {
        self.name = name
        self.scope = scope
        self.algorithm = algorithm
        self.terms = terms
    }

    /// The windows of the algorithms that have lengths in seconds.
    package var windows: [Window] {
        switch self.algorithm {
        case .slidingWindow(let windows): windows
        case .tokenBucket(let rate, _): [rate]
        case .calendar, .concurrency: []
        }
    }

    /// Whether it says nothing that limits did not say from the beginning.
    package var isPlain: Bool {
        guard self.terms.isEmpty else { return false }
        switch (self.scope, self.algorithm) {
        case (.network, _), (.operation, _), (_, .calendar), (_, .concurrency): return false
        default: return true
        }
    }

    /// What a name must be, in words for the person who wrote it.
    package static let nameGrammar = "1 to \(longestName) of A-Z a-z 0-9 - _ ."

    package static func isName(_ text: String) -> Bool {
        (1...Self.longestName).contains(text.utf8.count)
            && text.utf8.allSatisfy { Base62.contains($0) || $0 == 0x2d || $0 == 0x5f || $0 == 0x2e }
    }

    /// What is wrong with the limit, in words for the person who wrote it; `nil` when nothing is. Whether there is such a
    /// time zone is for those to say who know zones.
    package var objection: String? {
        guard Self.isName(self.name) else { return "a limit's name is \(Self.nameGrammar)" }
        guard self.terms.trusted == nil || self.scope != .identity else {
            return "a limit that keys of an owner share is not raised by the trust in one of them"
        }
        return self.algorithm.objection ?? self.terms.objection
    }
}

extension LimitPolicy.Algorithm {
    /// What is wrong with the numbers; `nil` when nothing is.
    package var objection: String? {
        switch self {
        case .slidingWindow(let windows): return Self.objection(to: windows)
        case .tokenBucket(let rate, let burst):
            let most = LimitPolicy.mostRequests
            return Self.objection(to: [rate])
                ?? ((1...most).contains(burst) ? nil : "a burst is 1 to \(most) requests")
        case .calendar(let limit, _, let zone):
            guard ZoneSource.isName(zone) else { return "a time zone is a name such as Europe/Berlin" }
            return Self.objection(to: limit)
        case .concurrency(let limit):
            let most = LimitPolicy.mostConcurrent
            return (1...most).contains(limit) ? nil : "requests under way at a time are 1 to \(most)"
        }
    }

    private static func objection(to windows: [LimitPolicy.Window]) -> String? {
        guard (1...LimitPolicy.mostWindows).contains(windows.count) else {
            return "a limit has 1 to \(LimitPolicy.mostWindows) windows"
        }
        for window in windows {
            if let objection = self.objection(to: window.limit) { return objection }
            guard (1...LimitPolicy.longestWindowSeconds).contains(window.seconds) else {
                return "a window is 1 to \(LimitPolicy.longestWindowSeconds) seconds"
            }
        }
        return nil
    }

    private static func objection(to limit: UInt32) -> String? {
        (1...LimitPolicy.mostRequests).contains(limit) ? nil : "a limit is 1 to \(LimitPolicy.mostRequests) requests"
    }
}
