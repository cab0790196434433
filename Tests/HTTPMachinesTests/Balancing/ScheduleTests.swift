import HTTPMachines
import Testing

@Suite struct ScheduleTests {
    private static let second: UInt64 = 1_000_000_000

    @Test func `the first check is at once, the next one after more or less the interval`() {
        for chance in [UInt64(0), 7, 123_456_789, .max] {
            var schedule = CheckSchedule(interval: 1_000)
            expect(schedule.begins(now: 5, chance: chance), equals: true)
            schedule.ended()
            expect(schedule.begins(now: 5 + 899, chance: chance), equals: false)
            expect(schedule.begins(now: 5 + 1_100, chance: chance), equals: true)
        }
    }

    @Test func `there are never two checks at once`() {
        var schedule = CheckSchedule(interval: 1_000)
        expect(schedule.begins(now: 0, chance: 0), equals: true)
        expect(schedule.begins(now: 1_000_000, chance: 0), equals: false)
        schedule.ended()
        expect(schedule.begins(now: 1_000_000, chance: 0), equals: true)
    }

    @Test func `a name is looked up at once, then at every interval`() {
        var schedule = LookupSchedule(interval: 30 * Self.second)
        expect(schedule.begins(now: 0), equals: true)
        expect(schedule.begins(now: 100 * Self.second), equals: false)
        schedule.ended(isGood: true, now: Self.second)
        expect(schedule.begins(now: 30 * Self.second), equals: false)
        expect(schedule.begins(now: 31 * Self.second), equals: true)
    }

    @Test func `a look-up in vain is tried again soon, then less and less often`() {
        var schedule = LookupSchedule(interval: 5 * Self.second)
        var now: UInt64 = 0
        for pause: UInt64 in [1, 2, 4, 5, 5] {
            expect(schedule.begins(now: now), equals: true)
            schedule.ended(isGood: false, now: now)
            expect(schedule.begins(now: now + pause * Self.second - 1), equals: false)
            now += pause * Self.second
        }
        expect(schedule.begins(now: now), equals: true)
        schedule.ended(isGood: true, now: now)
        expect(schedule.begins(now: now + 5 * Self.second), equals: true)
        schedule.ended(isGood: false, now: now)
        expect(schedule.begins(now: now + Self.second), equals: true)
    }

    @Test func `who needs an answer now does not wait for the interval, but for the look-up under way`() {
        var schedule = LookupSchedule(interval: 30 * Self.second)
        expect(schedule.begins(now: 0, isUrgent: true), equals: true)
        expect(schedule.begins(now: 1, isUrgent: true), equals: false)
        schedule.ended(isGood: false, now: 2)
        expect(schedule.begins(now: 3, isUrgent: true), equals: true)
    }
}
