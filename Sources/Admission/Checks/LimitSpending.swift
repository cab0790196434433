import Keys
import RateLimiting

/// Phase 8, limit: gathers what a request must spend, each limit counted for the subject its scope names.
struct LimitSpending {
    let request: AdmissionRequest
    let route: RouteRules
    let passed: PassedKey?
    var demands = LimitDemands()
    /// There were more limits than a request can have: it must be refused, for a limit left out is a limit broken.
    private(set) var isOverfull = false

    init(request: AdmissionRequest, route: RouteRules, passed: PassedKey?) {
        self.request = request
        self.route = route
        self.passed = passed
    }

    mutating func add(_ limits: [CompiledLimit]) {
        for limit in limits {
            let subject = self.subject(of: limit.scope)
            if !self.demands.append(.init(rule: limit.rule, subject: subject)) { self.isOverfull = true }
        }
    }

    /// Who the limit is counted for. Without a key, a limit by key or identity falls back to the address, so that open
    /// routes stay limited.
    private func subject(of scope: LimitPolicy.Scope) -> LimitSubject {
        switch scope {
        case .global: return .everybody
        case .route: return .init(high: 1, low: UInt64(self.route.index))
        case .address: return .init(self.request.address.budgetSubject)
        case .key:
            guard let id = self.passed?.key.id else { return .init(self.request.address.budgetSubject) }
            return .init(high: id.high, low: id.low)
        case .identity:
            guard let passed = self.passed else { return .init(self.request.address.budgetSubject) }
            guard let owner = passed.key.ownerID else { return .init(high: passed.key.id.high, low: passed.key.id.low) }
            return .init(high: owner.high, low: owner.low)
        }
    }
}

extension LimitSubject {
    init(_ address: IPAddress) {
        self.init(high: address.high, low: address.low ^ (address.isIPv4 ? 0xffff << 32 : 0))
    }
}

extension LimitReport {
    init(_ policy: String, _ reading: LimitReading) {
        let wait = UInt32(clamping: reading.waitSeconds)
        self.init(
            policy: policy, limit: reading.window.capacity, windowSeconds: reading.window.seconds,
            remaining: reading.remaining, resetSeconds: wait, retryAfterSeconds: reading.isAdmitted ? 0 : max(wait, 1))
    }
}
