import TestKit
import Testing

@testable import RateLimiting

@Suite struct SlidingWindowTests {
    /// In parts, which run beside each other.
    @Test(arguments: 0..<4 as Range<UInt64>)
    func `no span of the window's length sees more than the limit, and at most a tenth is refused early`(part: UInt64) {
        for seed in stride(from: part, to: 100_000, by: 4) {
            var generator = SeededGenerator(seed: seed)
            let window = LimitWindow.slidingWindow(
                limit: 1 + UInt32(generator.next() % 5), seconds: 1 + UInt32(generator.next() % 4))
            let schedule = Schedule(seed: seed, steps: 14, seconds: window.seconds)
            if let complaint = Self.complaint(schedule, window) {
                Issue.record("seed \(seed): \(complaint) with \(window)")
                return
            }
        }
    }

    /// Runs the schedule beside the plainest model there is: a list of the times admitted.
    private static func complaint(_ schedule: Schedule, _ window: LimitWindow) -> String? {
        let length = UInt64(window.seconds) * 1_000_000_000
        var counts = WindowCounts()
        var admitted: [UInt64] = []
        for step in schedule.steps {
            let reading = SlidingWindow(window).spend(step.cost, at: step.at, counts: &counts)
            if reading.isAdmitted {
                admitted.append(step.at)
                let inWindow = admitted.count { $0 + length >= step.at }
                if inWindow > window.limit { return "over-admitted" }
            } else {
                let nearby = admitted.count { $0 + length + length / 10 > step.at }
                if nearby < window.limit { return "refused too early" }
            }
        }
        return nil
    }

    @Test func `costs are counted, not requests`() {
        for seed in 0..<UInt64(5_000) {
            let window = LimitWindow.slidingWindow(limit: 7, seconds: 2)
            var counts = WindowCounts()
            var admitted: [Schedule.Step] = []
            for step in Schedule(seed: seed, steps: 20, seconds: 2, mostCost: 5).steps {
                guard SlidingWindow(window).spend(step.cost, at: step.at, counts: &counts).isAdmitted else { continue }
                admitted.append(step)
                let used = admitted.reduce(0) { $1.at + 2_000_000_000 >= step.at ? $0 + $1.cost : $0 }
                #expect(used <= 7, "seed \(seed)")
            }
        }
    }

    @Test func `the wait of a refusal is exact to the nanosecond`() {
        for seed in 0..<UInt64(3_000) {
            let window = SlidingWindow(.slidingWindow(limit: 3, seconds: 1))
            var counts = WindowCounts()
            for step in Schedule(seed: seed, steps: 12, seconds: 1).steps {
                let reading = window.spend(1, at: step.at, counts: &counts)
                guard !reading.isAdmitted else { continue }
                var early = counts
                var late = counts
                #expect(!window.spend(1, at: step.at + reading.waitNanoseconds - 1, counts: &early).isAdmitted)
                #expect(window.spend(1, at: step.at + reading.waitNanoseconds, counts: &late).isAdmitted)
                #expect(reading.waitNanoseconds <= 1_100_000_000)
            }
        }
    }

    @Test func `an admission tells what is left and when more comes back`() {
        let window = SlidingWindow(.slidingWindow(limit: 5, seconds: 10))
        var counts = WindowCounts()
        let first = window.spend(2, at: 0, counts: &counts)
        #expect(first.used == 2 && first.remaining == 3 && first.waitSeconds == 11)
        let second = window.spend(1, at: 5_500_000_000, counts: &counts)
        #expect(second.used == 3 && second.waitNanoseconds == 5_500_000_000)
    }

    @Test func `what is given back is there again and nothing more`() {
        for seed in 0..<UInt64(2_000) {
            let window = SlidingWindow(.slidingWindow(limit: 4, seconds: 1))
            var counts = WindowCounts()
            var twin = WindowCounts()
            for (index, step) in Schedule(seed: seed, steps: 12, seconds: 1).steps.enumerated() {
                let reading = window.spend(1, at: step.at, counts: &counts)
                if index.isMultiple(of: 3) {
                    if reading.isAdmitted { window.giveBack(1, counts: &counts) }
                } else {
                    #expect(window.spend(1, at: step.at, counts: &twin) == reading, "seed \(seed)")
                }
            }
            let end: UInt64 = 1 << 51
            #expect(window.used(at: end, counts: counts) == window.used(at: end, counts: twin))
        }
    }

    @Test func `a clock that steps back counts as the newest time seen`() {
        let window = SlidingWindow(.slidingWindow(limit: 1, seconds: 1))
        var counts = WindowCounts()
        #expect(window.spend(1, at: 50_000_000_000, counts: &counts).isAdmitted)
        #expect(!window.spend(1, at: 1, counts: &counts).isAdmitted)
        #expect(!window.spend(1, at: 51_000_000_000, counts: &counts).isAdmitted)
        #expect(window.spend(1, at: 51_100_000_000, counts: &counts).isAdmitted)
    }

    @Test func `the ends of the number ranges neither trap nor admit too much`() {
        for limit in [0, 1, UInt32.max] {
            for seconds in [0, 1, UInt32.max] {
                let window = SlidingWindow(.slidingWindow(limit: limit, seconds: seconds))
                for now in [0, 1, UInt64.max / 2, UInt64.max] {
                    var counts = WindowCounts()
                    var taken: UInt64 = 0
                    for cost in [0, 1, UInt32.max, UInt32.max - 1] {
                        if window.spend(cost, at: now, counts: &counts).isAdmitted { taken += UInt64(cost) }
                    }
                    #expect(taken <= UInt64(max(limit, 1)))
                    window.giveBack(UInt32.max, counts: &counts)
                    #expect(window.used(at: now, counts: counts) == 0)
                }
            }
        }
    }

    @Test func `a cost above the limit is told to wait a whole window`() {
        let window = SlidingWindow(.slidingWindow(limit: 2, seconds: 9))
        var counts = WindowCounts()
        let reading = window.spend(3, at: 12, counts: &counts)
        #expect(!reading.isAdmitted && reading.waitSeconds == 9 && reading.used == 0)
    }
}
