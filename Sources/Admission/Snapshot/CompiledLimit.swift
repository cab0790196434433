import Keys
package import RateLimiting

/// A limit policy with its numbers in the form the limiter wants.
package struct CompiledLimit: Sendable {
    let name: String
    let scope: LimitPolicy.Scope
    package let rule: LimitRule

    /// Compiles a validated policy that a key carries.
    ///
    /// A limit of the scope `identity` is that of the owner, not of the key: every key of the owner that carries one of
    /// the same name and shape spends from the same count. Windows of other lengths and buckets of other numbers
    /// cannot share a count without losing some of it, so they are limits of their own.
    init(_ policy: LimitPolicy, of key: KeyID) {
        switch policy.scope {
        case .identity: self.init(policy, owner: (2, LimitRule.identity(policy.shape)))
        // Counted for the key as its subject, so that keys with the same limits share their description.
        case .key: self.init(policy, owner: (3, 0))
        case .global, .route, .address: self.init(policy, owner: (key.high, key.low))
        }
    }

    /// Compiles a validated policy. `owner` says whose it is: (0, 0) the gateway's, (1, its number) a route's.
    init(_ policy: LimitPolicy, owner: (UInt64, UInt64)) {
        self.name = policy.name
        self.scope = policy.scope
        self.rule = .init(
            identity: LimitRule.identity("\(policy.scope.rawValue):\(policy.name)", owner: owner),
            windows: policy.limitWindows)
    }
}

extension LimitPolicy {
    /// What counts under the limit have to have in common to be the same count.
    fileprivate var shape: String {
        switch self.algorithm {
        case .slidingWindow(let windows): windows.map { String($0.seconds) }.sorted().joined(separator: " ")
        case .tokenBucket(let rate, let burst): "\(rate.limit)/\(rate.seconds)+\(burst)"
        }
    }

    fileprivate var limitWindows: [LimitWindow] {
        switch self.algorithm {
        case .slidingWindow(let windows):
            windows.prefix(LimitRule.mostWindows).map { .slidingWindow(limit: $0.limit, seconds: $0.seconds) }
        case .tokenBucket(let rate, let burst):
            [.tokenBucket(limit: rate.limit, seconds: rate.seconds, burst: burst)]
        }
    }
}
