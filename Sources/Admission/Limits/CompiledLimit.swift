package import Keys
package import RateLimiting

/// A limit policy with its numbers in the form the limiter wants.
package struct CompiledLimit: Sendable {
    /// A window at least so long outlives the process.
    static let shortestKeptSeconds: UInt32 = 3_600

    /// Other numbers for a time.
    struct Variant: Sendable {
        let from: Int64
        let until: Int64
        let rule: LimitRule
    }

    /// How requests over the limit wait.
    struct Delay: Sendable {
        let nanoseconds: UInt64
        let most: UInt32
    }

    let name: String
    let scope: LimitPolicy.Scope
    package let rule: LimitRule
    let priority: LimitTerms.Priority
    /// What a request counts for; `nil` for what its route says.
    let cost: UInt32?
    let isShadow: Bool
    let delay: Delay?
    /// 0 for no warning.
    let warnBelowPercent: UInt8
    /// Counted by periods of a calendar.
    private let clock: PeriodClock?
    /// By time; the first that holds counts.
    private let variants: [Variant]

    /// Compiles a validated policy that a key carries.
    ///
    /// A limit of the scope `identity` is that of the owner, not of the key: every key of the owner that carries one of
    /// the same name and shape spends from the same count. Windows of other lengths and buckets of other numbers
    /// cannot share a count without losing some of it, so they are limits of their own.
    init(_ policy: LimitPolicy, of key: KeyID, override: LimitOverride? = nil, zones: ZoneSource) {
        switch policy.scope {
        case .identity:
            self.init(policy, owner: (2, LimitRule.identity(policy.shape)), override: override, zones: zones)
        // Counted for the key as its subject, so that keys with the same limits share their description.
        case .key: self.init(policy, owner: (3, 0), override: override, zones: zones)
        case .global, .route, .address, .network, .operation:
            self.init(policy, owner: (key.high, key.low), override: override, zones: zones)
        }
    }

    /// Compiles a validated policy. `owner` says whose it is: (0, 0) the gateway's, (1, its number) a route's, its id
    /// a policy's. `isShadow` makes it one in shadow, whatever it says.
    ///
    /// A zone that nobody knows any more is UTC: the count goes on, by other days.
    package init(
        _ policy: LimitPolicy, owner: (UInt64, UInt64), override: LimitOverride? = nil, isShadow: Bool = false,
        zones: ZoneSource = .utcOnly
    ) {
        let identity = LimitRule.identity("\(policy.scope.rawValue):\(policy.name)", owner: owner)
        let penalty = policy.terms.penalty.map(LimitPenalty.init) ?? .none
        let rule = LimitRule(identity: identity, windows: policy.algorithm.limitWindows, penalty: penalty)
        self.name = policy.name
        self.scope = policy.scope
        self.rule = rule
        self.priority = policy.terms.priority
        self.cost = policy.terms.cost
        self.isShadow = isShadow || policy.terms.onExceed == .shadow
        self.delay = Delay(policy.terms.onExceed)
        self.warnBelowPercent = UInt8(clamping: policy.terms.warnBelowPercent ?? 0)
        if case .calendar(_, let unit, let zone) = policy.algorithm {
            self.clock = PeriodClock(unit, in: zones.rules(of: zone) ?? .utc)
        } else {
            self.clock = nil
        }
        let base = override.map { override in
            Variant(
                from: .min, until: override.until.milliseconds,
                rule: LimitRule(identity: identity, windows: override.algorithm.limitWindows, penalty: penalty))
        }
        self.variants = Self.variants(policy.terms.schedule, rule, base) + Self.trusted(policy.terms.trusted, rule)
    }

    /// What is scheduled holds for other numbers, too, as long as those do.
    private static func variants(
        _ schedule: [LimitTerms.ScheduledChange], _ rule: LimitRule, _ override: Variant?
    ) -> [Variant] {
        var variants: [Variant] = []
        for change in schedule {
            let (from, until) = (change.startsAt.milliseconds, change.endsAt.milliseconds)
            if let override, from < override.until {
                let raised = override.rule.scaled(percent: change.percent)
                variants.append(.init(from: from, until: min(until, override.until), rule: raised))
            }
            variants.append(.init(from: from, until: until, rule: rule.scaled(percent: change.percent)))
        }
        return variants + (override.map { [$0] } ?? [])
    }

    /// Last: where an override or a scheduled change holds, that alone counts.
    private static func trusted(_ trust: LimitTrust?, _ rule: LimitRule) -> [Variant] {
        guard let trust, let moment = trust.raisedFrom else { return [] }
        return [.init(from: moment.milliseconds, until: .max, rule: rule.scaled(percent: trust.percent))]
    }

    /// What a request counts for of which nothing else is said than `usual`. What only looks spends nothing.
    func cost(of usual: UInt32) -> UInt32 {
        guard usual > 0 else { return 0 }
        return self.rule.window(0).isConcurrency ? 1 : self.cost ?? usual
    }

    /// What a request has to spend of it.
    func demand(
        of subject: LimitSubject, cost: UInt32, percent: UInt32, at now: WallTime, _ monotonic: MonotonicNanoseconds
    ) -> LimitDemand {
        var rule = self.variants.isEmpty ? self.rule : self.rule(at: now)
        if percent < 100 { rule = rule.scaled(percent: percent) }
        return .init(
            rule: rule, subject: subject, cost: self.cost(of: cost),
            isShadow: self.isShadow, period: self.clock?.period(at: now, monotonic) ?? .none)
    }

    private func rule(at now: WallTime) -> LimitRule {
        for index in self.variants.indices
        where self.variants[index].from <= now.milliseconds && now.milliseconds < self.variants[index].until {
            return self.variants[index].rule
        }
        return self.rule
    }
}

extension CompiledLimit.Delay {
    fileprivate init?(_ over: LimitTerms.OnExceed) {
        guard case .delay(let milliseconds, let waiting) = over else { return nil }
        self.init(nanoseconds: UInt64(milliseconds) * 1_000_000, most: waiting)
    }
}

extension LimitPenalty {
    fileprivate init(_ penalty: LimitTerms.Penalty) {
        self.init(
            afterRefusals: penalty.afterRefusals, baseSeconds: penalty.baseSeconds,
            maximumSeconds: penalty.maximumSeconds)
    }
}

extension LimitPolicy {
    /// What counts under the limit have to have in common to be the same count.
    fileprivate var shape: String {
        switch self.algorithm {
        case .slidingWindow(let windows): windows.map { String($0.seconds) }.sorted().joined(separator: " ")
        case .tokenBucket(let rate, let burst): "\(rate.limit)/\(rate.seconds)+\(burst)"
        case .calendar(_, let unit, let zone): "\(unit.rawValue) \(zone)"
        case .concurrency: "concurrent"
        }
    }
}

extension LimitPolicy.Algorithm {
    fileprivate var limitWindows: [LimitWindow] {
        switch self {
        case .slidingWindow(let windows):
            windows.prefix(LimitRule.mostWindows).map { window in
                let sliding = LimitWindow.slidingWindow(limit: window.limit, seconds: window.seconds)
                return window.seconds >= CompiledLimit.shortestKeptSeconds ? sliding.ledgered : sliding
            }
        case .tokenBucket(let rate, let burst):
            [.tokenBucket(limit: rate.limit, seconds: rate.seconds, burst: burst)]
        case .calendar(let limit, let unit, _):
            [LimitWindow.period(limit: limit, seconds: unit.seconds).ledgered]
        case .concurrency(let limit): [.concurrency(limit: limit)]
        }
    }
}
