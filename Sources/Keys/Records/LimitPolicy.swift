/// A named limit: how much of something a subject may use in a time.
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

    /// Who shares the limit.
    package enum Scope: String, Sendable, CaseIterable, Hashable {
        case global, route, address, identity, key
    }

    /// How the limit counts.
    package enum Algorithm: Hashable, Sendable {
        /// At most `limit` requests in any span of each window; several windows hold together.
        case slidingWindow([Window])
        /// At most `burst + rate · t` requests in any span t, the rate being `window.limit` per `window.seconds`.
        case tokenBucket(rate: Window, burst: UInt32)
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

    package init(name: String, scope: Scope, algorithm: Algorithm) {
        self.name = name
        self.scope = scope
        self.algorithm = algorithm
    }

    /// The windows in either algorithm.
    package var windows: [Window] {
        switch self.algorithm {
        case .slidingWindow(let windows): windows
        case .tokenBucket(let rate, _): [rate]
        }
    }

    /// What a name must be, in words for the person who wrote it.
    package static let nameGrammar = "1 to \(longestName) of A-Z a-z 0-9 - _ ."

    package static func isName(_ text: String) -> Bool {
        (1...Self.longestName).contains(text.utf8.count)
            && text.utf8.allSatisfy { Base62.contains($0) || $0 == 0x2d || $0 == 0x5f || $0 == 0x2e }
    }

    /// What is wrong with the limit, in words for the person who wrote it; `nil` when nothing is.
    package var objection: String? {
        guard Self.isName(self.name) else { return "a limit's name is \(Self.nameGrammar)" }
        guard (1...Self.mostWindows).contains(self.windows.count) else {
            return "a limit has 1 to \(Self.mostWindows) windows"
        }
        for window in self.windows {
            guard (1...Self.mostRequests).contains(window.limit) else {
                return "a limit is 1 to \(Self.mostRequests) requests"
            }
            guard (1...Self.longestWindowSeconds).contains(window.seconds) else {
                return "a window is 1 to \(Self.longestWindowSeconds) seconds"
            }
        }
        guard case .tokenBucket(_, let burst) = self.algorithm else { return nil }
        return (1...Self.mostRequests).contains(burst) ? nil : "a burst is 1 to \(Self.mostRequests) requests"
    }
}
