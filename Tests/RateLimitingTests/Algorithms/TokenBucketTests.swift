import TestKit
import Testing

@testable import RateLimiting

@Suite struct TokenBucketTests {
    @Test func `no span of time sees more than burst plus rate times span`() {
        for seed in 0..<UInt64(100_000) {
            var generator = SeededGenerator(seed: seed)
            let window = LimitWindow.tokenBucket(
                limit: 1 + UInt32(generator.next() % 12), seconds: 1 + UInt32(generator.next() % 5),
                burst: 1 + UInt32(generator.next() % 6))
            let schedule = Schedule(seed: seed, steps: 14, seconds: window.seconds, mostCost: 2)
            let admitted = Self.admitted(schedule, TokenBucket(window))
            guard Self.isWithinBound(admitted, window) else {
                Issue.record("seed \(seed): over-admitted with \(window)")
                return
            }
        }
    }

    /// Every span from one admitted request to a later one, in exact arithmetic.
    private static func isWithinBound(_ admitted: [Schedule.Step], _ window: LimitWindow) -> Bool {
        let period = UInt64(window.seconds) * 1_000_000_000
        for first in admitted.indices {
            var count: UInt64 = 0
            for last in first..<admitted.count {
                count += UInt64(admitted[last].cost)
                let span = admitted[last].at - admitted[first].at
                guard count > window.burst else { continue }
                let owed = (count - UInt64(window.burst)).multipliedFullWidth(by: period)
                let earned = span.multipliedFullWidth(by: UInt64(window.limit))
                if (owed.high, owed.low) > (earned.high, earned.low) { return false }
            }
        }
        return true
    }

    private static func admitted(_ schedule: Schedule, _ bucket: TokenBucket) -> [Schedule.Step] {
        var arrival = TokenBucket.fresh
        return schedule.steps.filter { bucket.spend($0.cost, at: $0.at, arrival: &arrival).isAdmitted }
    }

    @Test(arguments: [(7, 3, 5), (1, 1, 1), (1_000_000_000, 1, 3), (600_000_001, 1, 2), (3, 86_400, 2)])
    func `whoever asks all the time gets exactly burst plus rate times span`(_ limit: Int, _ seconds: Int, _ burst: Int)
    {
        let window = LimitWindow.tokenBucket(limit: UInt32(limit), seconds: UInt32(seconds), burst: UInt32(burst))
        let bucket = TokenBucket(window)
        let start: UInt64 = 77
        var arrival = TokenBucket.fresh
        var taken: UInt64 = 0
        for step in 0..<UInt64(50) {
            // A step lasts a third of a token's interval, rounded up, so fractions add up over many steps.
            let elapsed = step * (UInt64(seconds) * 1_000_000_000 / UInt64(limit) / 3 + 1)
            while bucket.spend(1, at: start + elapsed, arrival: &arrival).isAdmitted { taken += 1 }
            let earned = elapsed.multipliedFullWidth(by: UInt64(limit))
            let whole = (UInt64(seconds) * 1_000_000_000).dividingFullWidth(earned).quotient
            #expect(taken == UInt64(burst) + whole)
        }
    }

    @Test func `the wait of a refusal is exact to the nanosecond`() {
        let bucket = TokenBucket(.tokenBucket(limit: 7, seconds: 3, burst: 2))
        var arrival = TokenBucket.fresh
        while bucket.spend(1, at: 1000, arrival: &arrival).isAdmitted {}
        let refused = bucket.spend(1, at: 1000, arrival: &arrival)
        #expect(refused.used == 2 && refused.remaining == 0)
        var early = arrival
        #expect(!bucket.spend(1, at: 1000 + refused.waitNanoseconds - 1, arrival: &early).isAdmitted)
        #expect(bucket.spend(1, at: 1000 + refused.waitNanoseconds, arrival: &arrival).isAdmitted)
        #expect(refused.waitNanoseconds == 428_571_429)
        #expect(refused.waitSeconds == 1)
    }

    @Test func `an admission tells when the next token comes back`() {
        let bucket = TokenBucket(.tokenBucket(limit: 1, seconds: 10, burst: 3))
        var arrival = TokenBucket.fresh
        let first = bucket.spend(1, at: 0, arrival: &arrival)
        #expect(first.used == 1 && first.remaining == 2 && first.waitSeconds == 10)
        let second = bucket.spend(1, at: 4_000_000_000, arrival: &arrival)
        #expect(second.used == 2 && second.remaining == 1 && second.waitSeconds == 6)
    }

    @Test func `what is given back is there again and nothing more`() {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<2000 {
            let window = LimitWindow.tokenBucket(
                limit: 1 + UInt32(generator.next() % 9), seconds: 1 + UInt32(generator.next() % 9),
                burst: 1 + UInt32(generator.next() % 9))
            let bucket = TokenBucket(window)
            var arrival = bucket.arrival(used: UInt32(generator.next() % 10), at: generator.next() % 1_000_000_000)
            let now = generator.next() % 5_000_000_000
            let before = arrival
            guard bucket.spend(1, at: now, arrival: &arrival).isAdmitted else { continue }
            bucket.giveBack(1, arrival: &arrival)
            #expect(arrival == max(before, UInt128(now) * UInt128(window.limit)))
        }
    }

    @Test func `a clock that steps back only makes the answer stricter`() {
        let bucket = TokenBucket(.tokenBucket(limit: 1, seconds: 1, burst: 1))
        var arrival = TokenBucket.fresh
        #expect(bucket.spend(1, at: 5_000_000_000, arrival: &arrival).isAdmitted)
        let refused = bucket.spend(1, at: 1_000_000_000, arrival: &arrival)
        #expect(!refused.isAdmitted && refused.waitNanoseconds == 5_000_000_000)
    }

    @Test func `the ends of the number ranges neither trap nor admit too much`() {
        for limit in [1, UInt32.max] {
            for seconds in [0, 1, UInt32.max] {
                for burst in [0, 1, UInt32.max] {
                    let bucket = TokenBucket(.tokenBucket(limit: limit, seconds: seconds, burst: burst))
                    for now in [0, 1, UInt64.max - 1, UInt64.max] {
                        var arrival = TokenBucket.fresh
                        for cost in [0, 1, UInt32.max] {
                            let reading = bucket.spend(cost, at: now, arrival: &arrival)
                            #expect(reading.used <= reading.window.capacity)
                        }
                        bucket.giveBack(UInt32.max, arrival: &arrival)
                        _ = bucket.used(at: 0, arrival: arrival)
                    }
                }
            }
        }
    }

    @Test func `a cost above the burst never passes`() {
        let bucket = TokenBucket(.tokenBucket(limit: 10, seconds: 1, burst: 3))
        var arrival = TokenBucket.fresh
        #expect(!bucket.spend(4, at: 1_000_000_000_000, arrival: &arrival).isAdmitted)
        #expect(bucket.spend(3, at: 1_000_000_000_000, arrival: &arrival).isAdmitted)
    }
}
