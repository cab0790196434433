import Keys
package import RateLimiting

/// A limit policy with its numbers in the form the limiter wants.
package struct CompiledLimit: Sendable {
    let name: String
    let scope: LimitPolicy.Scope
    package let rule: LimitRule

    /// Compiles a validated policy. `owner` is the id of the key it belongs to, the position of the route, or (0, 0).
    init(_ policy: LimitPolicy, owner: (UInt64, UInt64)) {
        self.name = policy.name
        self.scope = policy.scope
        self.rule = .init(
            identity: LimitRule.identity("\(policy.scope.rawValue):\(policy.name)", owner: owner),
            windows: policy.limitWindows)
    }
}

extension LimitPolicy {
    fileprivate var limitWindows: [LimitWindow] {
        switch self.algorithm {
        case .slidingWindow(let windows):
            windows.prefix(LimitRule.mostWindows).map { .slidingWindow(limit: $0.limit, seconds: $0.seconds) }
        case .tokenBucket(let rate, let burst):
            [.tokenBucket(limit: rate.limit, seconds: rate.seconds, burst: burst)]
        }
    }
}
