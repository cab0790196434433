import Keys
import RateLimiting

/// Phase 8, limit: gathers what a request must spend, each limit counted for the subject its scope names.
///
/// Nothing in it is counted: a request makes one.
struct LimitSpending {
    let address: IPAddress
    /// Number of the route.
    let route: UInt64
    let key: MatchedKey?
    let operation: OperationClass
    /// What the request counts for where a limit does not say so itself.
    let cost: UInt32
    let now: WallTime
    let monotonic: MonotonicNanoseconds
    let capacity: CapacityFactors

    /// Adds limits to what the request must spend.
    ///
    /// - Returns: `false` when there are more than a request can have: it must be refused, for a limit left out is a limit
    ///   broken.
    func add(_ limits: [CompiledLimit], to demands: inout LimitDemands) -> Bool {
        for index in limits.indices {
            let percent = self.capacity.isWhole ? 100 : self.capacity.percent(of: limits[index].priority)
            let demand = limits[index].demand(
                of: self.subject(of: limits[index].scope), cost: self.cost, percent: percent, at: self.now,
                self.monotonic)
            guard demands.append(demand) else { return false }
        }
        return true
    }

    /// Who the limit is counted for. Without a key, a limit by key or identity falls back to the address, so that open
    /// routes stay limited.
    private func subject(of scope: LimitPolicy.Scope) -> LimitSubject {
        switch scope {
        case .global: return .everybody
        case .route: return .init(high: 1, low: self.route)
        case .operation: return .init(self.operation)
        case .address: return .init(self.address.budgetSubject)
        case .network: return .init(self.address.networkSubject)
        case .key:
            guard let id = self.key?.keyID else { return .init(self.address.budgetSubject) }
            return .init(id)
        case .identity:
            guard let key = self.key else { return .init(self.address.budgetSubject) }
            return key.ownerID.map { .init($0) } ?? .init(key.keyID)
        }
    }
}

extension LimitSubject {
    init(_ id: ObjectID<some ObjectKind>) { self.init(high: id.high, low: id.low) }

    init(_ address: IPAddress) {
        self.init(high: address.high, low: address.low ^ (address.isIPv4 ? 0xffff << 32 : 0))
    }

    init(_ operation: OperationClass) {
        let number: UInt64 =
            switch operation {
            case .read: 1
            case .write: 2
            case .admin: 3
            }
        self.init(high: 3, low: number)
    }
}

extension LimitReport {
    /// Longest wait that anybody is told of: a year. Credits that are used up may never come back.
    private static let longestWait: UInt32 = 31_536_000

    init(_ policy: String, _ reading: LimitReading, warnBelowPercent: UInt8 = 0) {
        let wait = min(UInt32(clamping: reading.waitSeconds), Self.longestWait)
        self.init(
            policy: policy, limit: reading.window.capacity, windowSeconds: reading.window.refillSeconds,
            remaining: reading.remaining, resetSeconds: wait, retryAfterSeconds: reading.isAdmitted ? 0 : max(wait, 1),
            warnBelowPercent: warnBelowPercent, isConcurrency: reading.window.isConcurrency)
    }
}
