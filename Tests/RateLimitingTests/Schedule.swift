import TestKit

/// A random course of requests: when each comes and what it costs. One seed gives one course, so a failure is replayed by
/// the seed in its message.
struct Schedule {
    struct Step {
        let at: UInt64
        let cost: UInt32
    }

    let steps: [Step]

    /// Steps that mostly come in bursts, sometimes after long silence, around a window of `seconds`.
    init(seed: UInt64, steps count: Int, seconds: UInt32, mostCost: UInt32 = 1) {
        var generator = SeededGenerator(seed: seed)
        let window = UInt64(seconds) * 1_000_000_000
        var now = generator.next() % (1 << 50)
        self.steps = (0..<count).map { _ in
            switch generator.next() % 8 {
            case 0...3: now += generator.next() % (window / 20 + 1)
            case 4, 5: now += generator.next() % (window / 2)
            case 6: now += window / 10
            default: now += generator.next() % (window * 2)
            }
            return Step(at: now, cost: 1 + UInt32(generator.next() % UInt64(mostCost)))
        }
    }
}
