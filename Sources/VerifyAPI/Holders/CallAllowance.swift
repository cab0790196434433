import RateLimiting

/// How often an address may call one of the endpoints that are open to everybody: a limit of the listener's own.
struct CallAllowance {
    /// What refusals call it.
    let name: String
    let rule: LimitRule

    /// All at once when none was used for long, then one after the other: whoever used them up waits for the next, not for
    /// all of them.
    init(_ name: String, calls: UInt32, seconds: UInt32) {
        self.name = name
        self.rule = LimitRule(
            identity: LimitRule.identity(name), windows: [.tokenBucket(limit: calls, seconds: seconds, burst: calls)])
    }
}
