/// Other numbers for one of a key's limits, until a date.
package struct LimitOverride: Hashable, Sendable {
    /// Most on one key.
    package static let most = 8
    package static let longestReason = 256

    /// The name of a limit of the key.
    package var limit: String
    package var algorithm: LimitPolicy.Algorithm
    package var until: WallTime
    package var reason: String

    package init(limit: String, algorithm: LimitPolicy.Algorithm, until: WallTime, reason: String) {
        self.limit = limit
        self.algorithm = algorithm
        self.until = until
        self.reason = reason
    }

    /// What is wrong, in words for the person who wrote it; `nil` when nothing is.
    package func objection(among limits: [LimitPolicy]) -> String? {
        guard let policy = limits.first(where: { $0.name == self.limit }) else {
            return "there is no limit named \(self.limit.prefix(LimitPolicy.longestName)) on the key"
        }
        // A count of another kind would begin anew, and so would the allowance.
        guard self.algorithm.hasShape(of: policy.algorithm) else {
            return "an override has windows of the lengths that the limit has, and other numbers"
        }
        guard (1...Self.longestReason).contains(self.reason.unicodeScalars.count) else {
            return "an override gives a reason of 1 to \(Self.longestReason) characters"
        }
        return self.algorithm.objection
    }
}

extension LimitPolicy.Algorithm {
    /// Whether both count the same things over the same times.
    package func hasShape(of other: Self) -> Bool {
        switch (self, other) {
        case (.slidingWindow(let left), .slidingWindow(let right)):
            left.map(\.seconds).sorted() == right.map(\.seconds).sorted()
        case (.tokenBucket, .tokenBucket), (.concurrency, .concurrency): true
        case (.calendar(_, let left, let here), .calendar(_, let right, let there)): left == right && here == there
        default: false
        }
    }
}
