package import Keys
import RateLimiting

/// Phase 8, and what follows from it when a request ends.
extension AdmissionPipeline {
    /// Spends every limit of the request, or none.
    mutating func limit(_ request: AdmissionRequest, on route: RouteRules, _ passed: PassedKey?) -> Verdict {
        let spending = LimitSpending(
            address: request.address, route: route.number, key: passed?.matched,
            operation: route.operation ?? request.method.defaultClass, cost: route.cost, now: request.now,
            monotonic: request.monotonic, capacity: self.plan.capacity.factors(of: route.upstream))
        self.demands.removeAll()
        guard spending.add(passed?.extras?.limits ?? [], to: &self.demands),
            self.addPolicyLimits(spending),
            spending.add(route.compiledLimits, to: &self.demands),
            spending.add(self.plan.globalLimits, to: &self.demands),
            self.addCredits(of: passed, spending)
        else { return .refuse(.init(.overloaded, key: passed?.matched)) }
        let outcome = self.plan.limiter.spend(&self.demands, at: request.monotonic)
        if self.demands.count > 0 { self.noteLimits(on: route, passed) }
        switch outcome {
        case .refused(let reading, let violations):
            return .refuse(self.refusal(reading, violations, on: route, passed))
        case .admitted(let reading):
            let limit = self.limit(at: Int(reading.position), on: route, passed)
            let report = LimitReport(limit.name, reading, warnBelowPercent: limit.warnBelowPercent)
            return .admit(self.admitted(passed, report, on: route, at: request.monotonic))
        case .unlimited:
            return .admit(self.admitted(passed, nil, on: route, at: request.monotonic))
        }
    }

    /// Spent last: a request that a limit refuses costs none.
    private mutating func addCredits(of passed: PassedKey?, _ spending: LimitSpending) -> Bool {
        guard let passed, let credits = passed.extras?.credits else { return true }
        return self.demands.append(
            credits.demand(of: passed.matched.keyID, cost: spending.cost, at: spending.now, spending.monotonic))
    }

    // MARK: Refusals

    private mutating func refusal(
        _ reading: LimitReading, _ violations: UInt64, on route: RouteRules, _ passed: PassedKey?
    ) -> Refusal {
        let limit = self.limit(at: Int(reading.position), on: route, passed)
        var refusal = Refusal(
            self.reason(reading, at: Int(reading.position), on: route, passed), key: passed?.matched,
            limit: LimitReport(limit.name, reading, warnBelowPercent: limit.warnBelowPercent))
        refusal.wait = self.wait(for: reading, violations, on: route, passed)
        return refusal
    }

    /// How the request may wait instead of being refused; `nil` when it may not: every limit that refuses must let it.
    private func wait(
        for reading: LimitReading, _ violations: UInt64, on route: RouteRules, _ passed: PassedKey?
    ) -> RefusalWait? {
        if reading.cause == .ledger { return .ledger }
        guard reading.cause == .window else { return nil }
        var least: CompiledLimit.Delay?
        for position in 0..<LimitDemands.most where violations & 1 << UInt64(position) != 0 {
            guard let delay = self.limit(at: position, on: route, passed).delay else { return nil }
            if least.map({ delay.nanoseconds < $0.nanoseconds }) ?? true { least = delay }
        }
        guard let least, reading.waitNanoseconds <= least.nanoseconds else { return nil }
        return .init(nanoseconds: reading.waitNanoseconds, longest: least.nanoseconds, most: least.most)
    }

    // MARK: Admission

    private mutating func admitted(
        _ passed: PassedKey?, _ limit: LimitReport?, on route: RouteRules, at now: MonotonicNanoseconds
    ) -> Admitted {
        let holds = self.demands.holdsConcurrency || route.reportedCost != nil
        let ticket = holds ? self.hold(on: route, passed, at: now) : 0
        guard let passed else { return .init(key: nil, grants: nil, limit: limit, ticket: ticket) }
        return .init(
            key: passed.matched, grants: passed.grants, isFirstUse: passed.isUnused,
            versionEndsAt: passed.versionEnd == KeyEntry.noEnd ? nil : .init(milliseconds: passed.versionEnd),
            keyEndsAt: passed.keyEnd == KeyEntry.noEnd ? nil : .init(milliseconds: passed.keyEnd), limit: limit,
            ticket: ticket)
    }

    /// Keeps what the request may have to give back.
    private mutating func hold(
        on route: RouteRules, _ passed: PassedKey?, at now: MonotonicNanoseconds
    ) -> UInt32 {
        let ticket = self.held.open()
        for position in 0..<self.demands.count {
            guard let receipt = self.demands.receipt(position, at: now) else { continue }
            let isCorrected =
                route.reportedCost != nil && self.limit(at: position, on: route, passed).takesCostOfRoute
            if receipt.isConcurrency || isCorrected { self.held.add(receipt, to: ticket) }
        }
        return ticket
    }

    /// An exchange is over: gives back what it held. To be called once for every admitted request.
    package mutating func release(_ ticket: UInt32, at now: MonotonicNanoseconds) {
        guard ticket > 0 else { return }
        let limiter = self.plan.limiter
        self.held.forEach(of: ticket) { receipt in
            if receipt.isConcurrency { limiter.giveBack(receipt.cost, of: receipt, at: now) }
        }
        self.held.close(ticket)
    }

    /// What a request has cost in truth: the difference is spent, or given back. More than the route's maximum counts as
    /// that.
    package func correct(_ ticket: UInt32, to cost: UInt32, on route: RouteRules, at now: MonotonicNanoseconds) {
        guard let maximum = route.reportedCost else { return }
        let cost = min(cost, maximum)
        self.held.forEach(of: ticket) { receipt in
            guard !receipt.isConcurrency else { return }
            if cost > receipt.cost {
                self.plan.limiter.force(cost - receipt.cost, of: receipt, at: now)
            } else if cost < receipt.cost {
                self.plan.limiter.giveBack(receipt.cost - cost, of: receipt, at: now)
            }
        }
    }

    /// Requests of this loop that hold something.
    package var heldCount: Int { self.held.count }

    // MARK: Names

    /// What there is to say of a limit besides its numbers.
    private struct Described {
        var name = ""
        var warnBelowPercent: UInt8 = 0
        /// `nil` for what is never lowered.
        var priority: LimitTerms.Priority?
        var delay: CompiledLimit.Delay?
        var takesCostOfRoute = true

        init() {}

        init(_ limit: CompiledLimit) {
            self.name = limit.name
            self.warnBelowPercent = limit.warnBelowPercent
            self.priority = limit.priority
            self.delay = limit.delay
            self.takesCostOfRoute = limit.cost == nil
        }

        static var credits: Self {
            var described = Self()
            described.name = CompiledCredits.name
            return described
        }
    }

    /// Why a limit refuses or would refuse, its priority and the load regarded.
    func reason(_ reading: LimitReading, at position: Int, on route: RouteRules, _ passed: PassedKey?) -> Reason {
        let factors = self.plan.capacity.factors(of: route.upstream)
        guard !factors.isWhole else { return Reason(reading, isLowered: false) }
        let priority = self.limit(at: position, on: route, passed).priority
        return Reason(reading, isLowered: priority.map { factors.percent(of: $0) < 100 } ?? false)
    }

    /// Demands are in the order they were added: the key's, the policies', the route's, the gateway's, then the credits.
    private func limit(at position: Int, on route: RouteRules, _ passed: PassedKey?) -> Described {
        var position = position
        if let limits = passed?.extras?.limits {
            if position < limits.count { return .init(limits[position]) }
            position -= limits.count
        }
        if let limit = self.policyLimit(at: &position) { return .init(limit) }
        let limits = route.compiledLimits
        if position < limits.count { return .init(limits[position]) }
        position -= limits.count
        return position < self.plan.globalLimits.count ? .init(self.plan.globalLimits[position]) : .credits
    }
}

extension Reason {
    init(_ reading: LimitReading, isLowered: Bool) {
        switch reading.cause {
        case .penalty: self = .abnormalUsage
        case .ledger: self = .quotaPending
        case .noPlace: self = .limitExceeded
        case .window where isLowered: self = .capacityReduced
        case .window: self = reading.window.kind == .period ? .quotaExceeded : .limitExceeded
        }
    }
}
