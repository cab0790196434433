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

    /// The jump that waits, with a reading as above.
    private static func waiting(
        _ time: inout SteadyTime, _ wall: Int64, _ monotonic: UInt64, isKept: Bool
    ) -> SteadyTime.Step? {
        let look = time.look(at: self.reading(wall, monotonic), isKept: { isKept })
        return look.isWaiting ? look.step : nil
    }

    @Test func `small steps are followed, forward at once and back by waiting`() {
        var time = SteadyTime(Self.reading(0, 0))
        #expect(Self.time(&time, 10, 10) == 10)
        #expect(Self.time(&time, 70, 11) == 70)
        #expect(Self.time(&time, 30, 12) == 71)
        #expect(Self.time(&time, 69, 51) == 71)
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
        #expect(Self.time(&time, 6_500, 10_101, isKept: true) == 10_101)
        #expect(Self.time(&time, 6_600, 10_201, isKept: true) == 10_101)
        #expect(Self.time(&time, 10_200, 13_801, isKept: true) == 10_200)
    }

    @Test func `what was ahead of a kept clock by more than a day was wrong`() {
        let decade: Int64 = 315_360_000
        var time = SteadyTime(Self.reading(decade, 0))
        #expect(Self.time(&time, 5, 5, isKept: true) == decade + 5)
        #expect(Self.time(&time, 66, 66, isKept: true) == 66)
    }

    @Test func `a time that waits for the clock says how long, and confirmations add up to a day`() {
        let hour: Int64 = 3600
        var time = SteadyTime(Self.reading(100 * hour, 0))
        for (steps, behind) in [(0, 23), (1, 24)] as [(UInt64, Int64)] {
            time.follow(Self.reading((100 - behind) * hour, steps), isConfirmed: true)
            #expect(Self.time(&time, (100 - behind) * hour, steps) == 100 * hour)
            #expect(time.lead == -behind * hour * 1000)
            let look = time.look(at: Self.reading((100 - behind) * hour + 1, steps + 1), isKept: { false })
            #expect(look.lead == -(behind * hour - 1) * 1000 && look.step == nil && !look.isWaiting)
        }
        #expect(Self.time(&time, 100 * hour - 60, 86_341) == 100 * hour)
        #expect(time.lead == 0, "less than a step is no news")
        var back = SteadyTime(Self.reading(100 * hour, 0))
        back.follow(Self.reading(77 * hour, 0), isConfirmed: true)
        back.follow(Self.reading(75 * hour, 1), isConfirmed: true)
        #expect(Self.time(&back, 75 * hour + 1, 2) == 75 * hour + 1, "together they are more than a day")
        #expect(back.lead == 0)
    }

    @Test func `what has been reached when the clock is set back is not given up`() {
        var time = SteadyTime(Self.reading(0, 0))
        let course = time.course(at: Self.reading(10, 10), after: .distantPast, isKept: { false })
        #expect(course.time(at: 1_012_000_000_000) == Self.start.adding(seconds: 12), "a loop went on by itself")
        #expect(Self.time(&time, -18, 12) == 12, "and nobody asked before the clock was set back")
        #expect(Self.time(&time, -17, 13) == 12)
        let late = time.course(at: Self.reading(-16, 14), after: Self.start.adding(seconds: 13), isKept: { false })
        #expect(late.time(at: 1_015_000_000_000) == Self.start.adding(seconds: 13), "one that noticed later")
        #expect(Self.time(&time, -15, 15) == 13)
        #expect(late.time(at: 1_044_000_000_000) == Self.start.adding(seconds: 14), "until the clock is there")
    }

    @Test func `who goes by a time that was taken back does not bring it back`() {
        let decade: Int64 = 315_360_000
        var time = SteadyTime(Self.reading(decade, 0))
        time.follow(Self.reading(10, 10), isConfirmed: true)
        let given = Self.start.adding(seconds: decade + 10)
        #expect(
            time.course(at: Self.reading(11, 11), after: given, isKept: { false }).time(at: 1_011_000_000_000)
                == Self.start.adding(seconds: 11))
    }

    @Test func `time goes on from what is stored when the clock is behind it`() {
        let last = Self.start.adding(seconds: 5000)
        var time = SteadyTime(Self.reading(0, 0))
        time.begin(after: .init(entry: last), at: Self.reading(0, 0), isKept: false)
        #expect(Self.time(&time, 10, 10) == 5010)
        #expect(time.lead == -5_000_000)
        #expect(Self.time(&time, 5020, 20) == 5020)

        var kept = SteadyTime(Self.reading(0, 0))
        kept.begin(after: .init(entry: last), at: Self.reading(0, 0), isKept: true)
        #expect(Self.time(&kept, 10, 10, isKept: true) == 5000)
        #expect(Self.time(&kept, 5001, 5001, isKept: true) == 5001)

        var wrong = SteadyTime(Self.reading(0, 0))
        wrong.begin(after: .init(entry: Self.start.adding(seconds: 90_000)), at: Self.reading(0, 0), isKept: true)
        #expect(Self.time(&wrong, 10, 10, isKept: true) == 10)
        wrong.begin(after: .init(entry: Self.start.adding(seconds: 40)), at: Self.reading(11, 11), isKept: false)
        #expect(Self.time(&wrong, 12, 12) == 40)
        #expect(Self.time(&wrong, 41, 41) == 41)
    }

    @Test func `what a start finds that was far ahead of what is stored waits for somebody to look`() {
        var time = SteadyTime(Self.reading(7200, 0))
        #expect(Self.time(&time, 7205, 5) == 7205)
        time.begin(after: .init(entry: Self.start), at: Self.reading(7210, 10), isKept: false)
        #expect(
            Self.time(&time, 7210, 10) == 20, "it stands still at what the server before may have come to")
        #expect(time.lead == 7_200_000)
        let step = Self.waiting(&time, 7210, 10, isKept: false)
        #expect(step == .init(from: Self.start.adding(seconds: 20), to: Self.start.adding(seconds: 7210)))
        #expect(Self.time(&time, 7310, 110, isKept: true) == 110, "no time source ends the wait by itself")
        #expect(Self.waiting(&time, 7310, 110, isKept: true)?.isVouchedFor == true)
        time.follow(Self.reading(7311, 111), isConfirmed: true)
        #expect(Self.time(&time, 7312, 112) == 7312)
        #expect(Self.waiting(&time, 7312, 112, isKept: false) == nil)
        time.begin(after: .init(entry: Self.start), at: Self.reading(7313, 113), isKept: false)
        #expect(Self.time(&time, 7314, 114) == 7314, "opened again, the process knows how much time went by")
    }

    @Test func `restarts that nobody lets follow the clock add nothing up`() {
        var past = SteadyTime.Past(entry: Self.start, seen: Self.start, even: Self.start)
        for life in 0..<100 as Range<Int64> {
            var time = SteadyTime(Self.reading(7200 + life, 0))
            time.begin(after: past, at: Self.reading(7200 + life, 0), isKept: false)
            let now = time.time(at: Self.reading(7200 + life, 0), isKept: { false })
            #expect(now == Self.start.adding(seconds: 20))
            // It writes an entry and a tick, and dies.
            past = .init(entry: now, seen: now, even: time.evenTime(at: Self.reading(7200 + life, 0)))
        }
    }

    @Test func `what a server before had come to has gone by in the next, however short each lives`() {
        var generator = SeededGenerator(seed: 19)
        var (past, last, ran) = (SteadyTime.Past(entry: Self.start, seen: Self.start), Int64(0), Int64(0))
        for _ in 0..<200 {
            var time = SteadyTime(Self.reading(900_000, 0))
            time.begin(after: past, at: Self.reading(900_000, 0), isKept: false)
            let (written, more) = (Int64(generator.number(below: 60)), Int64(generator.number(below: 20)))
            for moment in [0, written, written + more] {
                let now = Self.time(&time, 900_000 + moment, UInt64(moment))
                #expect(now >= last)
                last = now
                guard moment == written else { continue }
                let reading = Self.reading(900_000 + moment, UInt64(moment))
                past = .init(
                    entry: past.entry, seen: Self.start.adding(seconds: now), even: time.evenTime(at: reading))
            }
            ran += written + more
        }
        #expect(last <= ran + 20)
    }

    @Test func `an entry ahead of the clock and of every server that ran is not gone by`() {
        let decade = Self.start.adding(seconds: 315_360_000)
        let clock = Self.reading(100, 0)
        for (past, now) in [
            (SteadyTime.Past(entry: decade, seen: Self.start.adding(seconds: 90)), 100),
            (.init(entry: decade, seen: Self.start.adding(seconds: 400)), 400),
            (.init(entry: decade, seen: decade.adding(seconds: -60)), 315_360_000), (.init(entry: decade), 315_360_000),
        ] as [(SteadyTime.Past, Int64)] {
            var time = SteadyTime(clock)
            time.begin(after: past, at: clock, isKept: false)
            #expect(Self.time(&time, 100, 0) == now)
        }
    }

    @Test func `opened again while the clock is behind, time goes on as it did`() {
        var time = SteadyTime(Self.reading(0, 0))
        time.begin(after: .init(seen: Self.start.adding(seconds: 5000)), at: Self.reading(0, 0), isKept: false)
        #expect(Self.time(&time, 10, 10) == 5010)
        time.begin(after: .init(seen: Self.start.adding(seconds: 5010)), at: Self.reading(10, 10), isKept: false)
        #expect(Self.time(&time, 20, 20) == 5020)
    }

    @Test func `small steps that come to more than one within a day are a jump`() {
        var time = SteadyTime(Self.reading(0, 0))
        time.begin(after: .init(), at: Self.reading(0, 0), isKept: false)
        #expect(Self.time(&time, 40, 10) == 40)
        #expect(Self.time(&time, 80, 20) == 80)
        #expect(Self.time(&time, 91, 30) == 90, "61 seconds in three steps")
        #expect(time.lead == 1000)
        #expect(Self.time(&time, 85, 40) == 100, "back by some, it is followed again")
        #expect(time.lead == 0)
        #expect(Self.time(&time, 86_400 + 100, 86_400) == 86_400 + 100, "a day later there may be more")
    }

    @Test func `a time source is believed for a day within a day, and what it took counts`() {
        let (hour, source) = (Int64(3600), true)
        var time = SteadyTime(Self.reading(0, 0))
        time.begin(after: .init(), at: Self.reading(0, 0), isKept: source)
        for (number, isBelieved) in [(1, true), (2, false)] as [(Int64, Bool)] {
            let (ahead, moment) = (number * 20 * hour, number * 100)
            #expect(Self.waiting(&time, ahead + moment, UInt64(moment), isKept: source) == nil)
            let step = Self.waiting(&time, ahead + moment + 60, UInt64(moment) + 60, isKept: source)
            #expect(step?.isVouchedFor == isBelieved)
            #expect(step?.start == Self.start.adding(seconds: moment + 60), "as if there had been no step before")
            #expect(step?.end == Self.start.adding(seconds: ahead + moment + 60))
            time.follow(Self.reading(ahead + moment + 60, UInt64(moment) + 60), isConfirmed: !isBelieved)
        }
        #expect(Self.waiting(&time, 60 * hour, 300, isKept: source) == nil)
        let step = Self.waiting(&time, 60 * hour + 60, 360, isKept: source)
        #expect(step?.isVouchedFor == true, "somebody said that the clock was right")
    }

    @Test func `what is followed is the clock as it was when it was looked at`() {
        var time = SteadyTime(Self.reading(0, 0))
        time.begin(after: .init(seen: Self.start), at: Self.reading(0, 0), isKept: false)
        let look = time.look(at: Self.reading(3600, 10), isKept: { false })
        #expect(Self.time(&time, 315_360_000, 20) == 20)
        time.follow(look.reading, isConfirmed: true)
        #expect(Self.time(&time, 315_360_000, 20) == 3610)
    }

    @Test func `a start a minute behind what is stored is none to wait at`() {
        var time = SteadyTime(Self.reading(60, 0))
        time.begin(after: .init(entry: Self.start), at: Self.reading(61, 1), isKept: false)
        #expect(Self.time(&time, 61, 1) == 61)
        #expect(Self.waiting(&time, 61, 1, isKept: true) == nil)
    }

    @Test func `a jump in a running server waits as well once a time source has kept the clock`() {
        let decade: Int64 = 315_360_000
        var time = SteadyTime(Self.reading(0, 0))
        time.begin(after: .init(), at: Self.reading(0, 0), isKept: true)
        #expect(Self.time(&time, decade, 10, isKept: true) == 10)
        #expect(Self.waiting(&time, decade, 10, isKept: true) == nil)
        #expect(Self.time(&time, decade + 60, 70, isKept: true) == 70)
        #expect(Self.waiting(&time, decade + 60, 70, isKept: false) == nil)
        let step = Self.waiting(&time, decade + 60, 70, isKept: true)
        #expect(step?.isVouchedFor == false, "a time source is not believed for more than a day")
        #expect(Self.time(&time, 80, 80) == 80)
        #expect(Self.waiting(&time, 80, 80, isKept: true) == nil)
    }

    @Test func `nobody speaks for what the clock does beyond the step of a start`() {
        var time = SteadyTime(Self.reading(7200, 0))
        time.begin(after: .init(entry: Self.start), at: Self.reading(7200, 0), isKept: false)
        #expect(Self.time(&time, 3600, 0) == 20, "put back by half")
        #expect(Self.waiting(&time, 3600, 0, isKept: false)?.end == Self.start.adding(seconds: 3600))
        #expect(Self.time(&time, 90_000, 1) == 20, "and ahead again, by far")
        #expect(Self.waiting(&time, 90_000, 1, isKept: false) == nil)
    }

    @Test(arguments: [.min, -1, 0, .max] as [Int64])
    func `no reading traps`(wall: Int64) {
        for monotonic in [0, 1, .max] as [UInt64] {
            let reading = SteadyTime.Reading(wall: .init(milliseconds: wall), monotonic: monotonic)
            var time = SteadyTime(reading)
            for other in [.min, 0, .max] as [Int64] {
                let next = SteadyTime.Reading(wall: .init(milliseconds: other), monotonic: monotonic)
                _ = time.time(at: next, isKept: { true })
                time.begin(after: .init(entry: .init(milliseconds: other)), at: reading, isKept: false)
                _ = time.look(at: next, isKept: { true })
                time.follow(next, isConfirmed: true)
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
