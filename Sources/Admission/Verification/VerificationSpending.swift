import Keys
import RateLimiting

/// Gathers what a verification must spend: every limit of the key, then those whose numbers the verifier brings.
///
/// A limit of the key wins over numbers of the verifier under the same name.
enum VerificationSpending {
    /// Adds what must be spent; says why it cannot be.
    static func add(
        to demands: inout LimitDemands, for request: VerificationRequest, key: VerifiedKey, costs: Span<NamedCost>,
        names: Span<UInt8>
    ) -> Reason? {
        let limits = key.extras?.limits ?? []
        for index in limits.indices {
            let cost = self.cost(of: limits[index], costs, names) ?? request.cost
            guard demands.append(self.demand(of: limits[index], cost: cost, request, key.matched)) else {
                return .overloaded
            }
        }
        for index in costs.indices where !self.isOwn(costs[index], limits, names) {
            guard costs[index].isInline else { return .limitUnknown }
            let rule = self.rule(costs[index], key, names)
            let subject = LimitSubject(key.matched.keyID)
            guard demands.append(.init(rule: rule, subject: subject, cost: costs[index].cost)) else {
                return .overloaded
            }
        }
        guard let credits = key.extras?.credits else { return nil }
        let demand = credits.demand(
            of: key.matched.keyID, cost: request.creditCost, at: request.now, request.monotonic)
        return demands.append(demand) ? nil : .overloaded
    }

    /// What a verification must spend of one limit, whoever carries it.
    static func demand(
        of limit: CompiledLimit, cost: UInt32, _ request: VerificationRequest, _ key: MatchedKey
    ) -> LimitDemand {
        // Nobody tells us when the request ends that the key is verified for: what is under way is only looked at.
        let isConcurrency = limit.rule.window(0).isConcurrency
        return limit.demand(
            of: self.subject(of: limit.scope, request, key), cost: isConcurrency ? 0 : cost, percent: 100,
            at: request.now, request.monotonic)
    }

    /// How the limit at a position of the demands stands after all were spent, or none.
    static func report(
        _ position: Int, _ reading: LimitReading, isRefused: Bool, key: VerifiedKey, cost: UInt32,
        costs: Span<NamedCost>, names: Span<UInt8>
    ) -> WeighedLimitReport? {
        let limits = key.extras?.limits ?? []
        if position < limits.count {
            let cost = limits[position].cost(of: self.cost(of: limits[position], costs, names) ?? cost)
            return .init(
                report: .init(limits[position].name, reading, givenBack: isRefused ? cost : 0),
                identity: limits[position].rule.identity, isExceeded: !reading.isAdmitted, isOwn: true)
        }
        var left = position - limits.count
        for index in costs.indices where !self.isOwn(costs[index], limits, names) {
            guard left == 0 else {
                left -= 1
                continue
            }
            let name = self.name(costs[index], names)
            return .init(
                report: .init(name, reading, givenBack: isRefused ? costs[index].cost : 0),
                identity: self.identity(ofInline: name, key), isExceeded: !reading.isAdmitted, isOwn: false)
        }
        guard let credits = key.extras?.credits, left == 0 else { return nil }
        return .init(
            report: .init(CompiledCredits.name, reading), identity: credits.identity, isExceeded: !reading.isAdmitted,
            isOwn: true, isCredits: true)
    }

    /// Who the limit is counted for: as on a route, the environment standing in the route's place. What cannot be told
    /// apart by address is counted by key.
    private static func subject(
        of scope: LimitPolicy.Scope, _ request: VerificationRequest, _ key: MatchedKey
    ) -> LimitSubject {
        switch scope {
        case .global: return .everybody
        case .route: return .init(high: 2, low: UInt64(key.environment))
        case .operation: return .init(request.method?.defaultClass ?? .write)
        case .address:
            return request.address.map { .init($0.budgetSubject) } ?? .init(key.keyID)
        case .network:
            return request.address.map { .init($0.networkSubject) } ?? .init(key.keyID)
        case .identity:
            return key.ownerID.map { .init($0) } ?? .init(key.keyID)
        case .key: return .init(key.keyID)
        }
    }

    private static func cost(of limit: CompiledLimit, _ costs: Span<NamedCost>, _ names: Span<UInt8>) -> UInt32? {
        for index in costs.indices where self.matches(costs[index], limit, names) { return costs[index].cost }
        return nil
    }

    private static func isOwn(_ cost: NamedCost, _ limits: [CompiledLimit], _ names: Span<UInt8>) -> Bool {
        for index in limits.indices where self.matches(cost, limits[index], names) { return true }
        return false
    }

    private static func matches(_ cost: NamedCost, _ limit: CompiledLimit, _ names: Span<UInt8>) -> Bool {
        guard Int(cost.length) == limit.name.utf8.count else { return false }
        let name = limit.name.utf8Span.span
        for index in name.indices where name[index] != names[Int(cost.start) + index] { return false }
        return true
    }

    private static func rule(_ cost: NamedCost, _ key: VerifiedKey, _ names: Span<UInt8>) -> LimitRule {
        .init(
            identity: self.identity(ofInline: self.name(cost, names), key),
            windows: [.slidingWindow(limit: cost.limit, seconds: cost.seconds)])
    }

    /// Names the counts of a limit that the verifier brings, apart from those of every limit of the key.
    private static func identity(ofInline name: String, _ key: VerifiedKey) -> UInt64 {
        LimitRule.identity("inline:\(name)", owner: (key.matched.keyID.high, key.matched.keyID.low))
    }

    private static func name(_ cost: NamedCost, _ names: Span<UInt8>) -> String {
        names.extracting(cost.range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
}

extension LimitReport {
    /// A limit that had room although another one refused got back what it had given.
    fileprivate init(_ policy: String, _ reading: LimitReading, givenBack: UInt32) {
        let report = Self(policy, reading)
        guard givenBack > 0, reading.isAdmitted else {
            self = report
            return
        }
        self.init(
            policy: policy, limit: report.limit, windowSeconds: report.windowSeconds,
            remaining: UInt32(min(UInt64(report.remaining) + UInt64(givenBack), UInt64(report.limit))),
            resetSeconds: report.resetSeconds)
    }
}
