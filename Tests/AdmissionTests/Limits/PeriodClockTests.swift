import Keys
import RateLimiting
import Testing

@testable import Admission

@Suite struct PeriodClockTests {
    @Test func `a loop whose clock is behind counts by its own day, and leaves the later one remembered`() {
        let clock = PeriodClock(.day, in: .utc)
        let midnight = WallTime(milliseconds: 20_000 * 86_400_000)
        let number = { (milliseconds: Int64) in
            clock.period(at: .init(milliseconds: midnight.milliseconds + milliseconds), 1_000_000_000_000).number
        }
        let later = number(1)
        #expect(later == UInt64(midnight.milliseconds))
        #expect(number(-1) == UInt64(midnight.milliseconds - 86_400_000))
        #expect(number(2) == later)
    }
}
