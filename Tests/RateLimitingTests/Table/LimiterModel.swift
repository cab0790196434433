@testable import RateLimiting

/// What the table must do, without slots, shards and locks: a dictionary, copied before each request and kept only when
/// everything passed.
struct LimiterModel {
    private struct Place: Hashable {
        let identity: UInt64
        let subject: LimitSubject
        let window: Int
    }

    private enum State {
        case bucket(UInt128)
        case window(WindowCounts)
    }

    private var states: [Place: State] = [:]

    mutating func spend(_ demands: LimitDemands, at now: UInt64) -> SpendOutcome {
        var demands = demands
        return demands.withDemands { self.spend($0, at: now) }
    }

    private mutating func spend(_ demands: UnsafeMutableBufferPointer<LimitDemand>, at now: UInt64) -> SpendOutcome {
        var trial = self.states
        var tightest: LimitReading?
        var violations: UInt64 = 0
        for position in demands.indices {
            let demand = demands[position]
            for index in 0..<Int(demand.rule.windowCount) {
                let place = Place(identity: demand.rule.identity, subject: demand.subject, window: index)
                var reading = Self.spend(demand, index, &trial[place], now)
                reading.position = UInt8(position)
                if !reading.isAdmitted { violations |= 1 << UInt64(position) }
                if tightest.map({ reading.isTighter(than: $0) }) ?? true { tightest = reading }
            }
        }
        guard let tightest else { return .unlimited }
        guard violations == 0 else { return .refused(tightest, violations: violations) }
        self.states = trial
        return .admitted(tightest)
    }

    private static func spend(_ demand: LimitDemand, _ index: Int, _ state: inout State?, _ now: UInt64) -> LimitReading
    {
        let window = demand.rule.window(index)
        if window.isTokenBucket {
            var arrival = TokenBucket.fresh
            if case .bucket(let known) = state { arrival = known }
            defer { state = .bucket(arrival) }
            return TokenBucket(window).spend(demand.cost, at: now, arrival: &arrival)
        }
        var counts = WindowCounts()
        if case .window(let known) = state { counts = known }
        defer { state = .window(counts) }
        return SlidingWindow(window).spend(demand.cost, at: now, counts: &counts)
    }
}
