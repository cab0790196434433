import Keys
import TestKit
import Testing
import Timekeeping

@Suite struct SteadyTimeTests {
    private static let start = ManualClock.start

    /// Civil time so many seconds after the start, on a monotonic clock of its own.
    private static func reading(_ wall: Int64, _ monotonic: UInt64) -> SteadyTime.Reading {
        .init(wall: self.start.adding(seconds: wall), monotonic: 1_000_000_000 * (1000 + monotonic))
    }

    /// How many seconds after the start it is.
    private static func time(
        _ time: inout SteadyTime, _ wall: Int64, _ monotonic: UInt64, isKept: Bool = false
    ) -> Int64 {
        (time.time(at: self.reading(wall, monotonic), isKept: { isKept }).milliseconds - self.start.milliseconds) / 1000
    }

    @Test func `small steps are followed, forward at once and back by waiting`() {
        var time = SteadyTime(Self.reading(0, 0))
        #expect(Self.time(&time, 10, 10) == 10)
        #expect(Self.time(&time, 70, 11) == 70)
        #expect(Self.time(&time, 30, 12) == 70)
        #expect(Self.time(&time, 69, 51) == 70)
        #expect(Self.time(&time, 75, 57) == 75)
        #expect(time.lead == 0)
    }

    @Test(arguments: [-3600, 61, 7200, 315_360_000] as [Int64])
    func `a jump is not followed, and time goes on evenly until the clock is right again`(jump: Int64) {
        var time = SteadyTime(Self.reading(0, 0))
        #expect(Self.time(&time, 100 + jump, 100) == 100)
        #expect(time.lead == jump * 1000)
        #expect(Self.time(&time, 5000 + jump, 5000) == 5000)
        #expect(Self.time(&time, 5001, 5001) == 5001)
        #expect(time.lead == 0)
    }

    @Test func `a jump is followed once a time source has kept the clock for a minute`() {
        var time = SteadyTime(Self.reading(0, 0))
        #expect(Self.time(&time, 7210, 10, isKept: true) == 10)
        #expect(Self.time(&time, 7269, 69, isKept: true) == 69)
        #expect(Self.time(&time, 7271, 71, isKept: false) == 71)
        #expect(Self.time(&time, 7272, 72, isKept: true) == 7272)
        #expect(time.lead == 0)
    }

    @Test func `a kept clock that is behind is waited for, so that nothing comes alive again`() {
        var time = SteadyTime(Self.reading(0, 0))
        #expect(Self.time(&time, 10_000, 10_000) == 10_000)
        #expect(Self.time(&time, 6_400, 10_001, isKept: true) == 10_001)
        #expect(Self.time(&time, 6_500, 10_101, isKept: true) == 10_001)
        #expect(Self.time(&time, 6_600, 10_201, isKept: true) == 10_001)
        #expect(Self.time(&time, 10_200, 13_801, isKept: true) == 10_200)
    }

    @Test func `what was ahead of a kept clock by more than a day was wrong`() {
        let decade: Int64 = 315_360_000
        var time = SteadyTime(Self.reading(decade, 0))
        #expect(Self.time(&time, 5, 5, isKept: true) == decade + 5)
        #expect(Self.time(&time, 66, 66, isKept: true) == 66)
    }

    @Test func `time goes on from what is stored when the clock is behind it`() {
        let last = Self.start.adding(seconds: 5000)
        var time = SteadyTime(Self.reading(0, 0))
        time.begin(notBefore: last, at: Self.reading(0, 0), isKept: false)
        #expect(Self.time(&time, 10, 10) == 5010)
        #expect(time.lead == -5_000_000)
        #expect(Self.time(&time, 5020, 20) == 5020)

        var kept = SteadyTime(Self.reading(0, 0))
        kept.begin(notBefore: last, at: Self.reading(0, 0), isKept: true)
        #expect(Self.time(&kept, 10, 10, isKept: true) == 5000)
        #expect(Self.time(&kept, 5001, 5001, isKept: true) == 5001)

        var wrong = SteadyTime(Self.reading(0, 0))
        wrong.begin(notBefore: Self.start.adding(seconds: 90_000), at: Self.reading(0, 0), isKept: true)
        #expect(Self.time(&wrong, 10, 10, isKept: true) == 10)
        wrong.begin(notBefore: Self.start.adding(seconds: 40), at: Self.reading(11, 11), isKept: false)
        #expect(Self.time(&wrong, 12, 12) == 40)
        #expect(Self.time(&wrong, 41, 41) == 41)
    }

    @Test(arguments: [.min, -1, 0, .max] as [Int64])
    func `no reading traps`(wall: Int64) {
        for monotonic in [0, 1, .max] as [UInt64] {
            let reading = SteadyTime.Reading(wall: .init(milliseconds: wall), monotonic: monotonic)
            var time = SteadyTime(reading)
            for other in [.min, 0, .max] as [Int64] {
                let next = SteadyTime.Reading(wall: .init(milliseconds: other), monotonic: monotonic)
                _ = time.time(at: next, isKept: { true })
                time.begin(notBefore: .init(milliseconds: other), at: reading, isKept: false)
            }
        }
    }

    @Test func `time never goes back by less than a day, whatever the clock does`() {
        var generator = SeededGenerator(seed: 18)
        var time = SteadyTime(Self.reading(0, 0))
        var (wall, monotonic, last) = (Int64(0), UInt64(0), Int64(0))
        for _ in 0..<5000 {
            let passed = generator.number(below: 100)
            monotonic += UInt64(passed)
            wall += Int64(passed)
            if generator.oneIn(20) { wall += Int64(generator.number(below: 40_000)) - 20_000 }
            let now = Self.time(&time, wall, monotonic, isKept: generator.oneIn(2))
            #expect(now >= last || last - now > 86_400)
            last = now
        }
    }
}
