import TestKit
import Testing

@testable import Auditing

@Suite struct RetryPaceTests {
    @Test func `the first try is at once, and so is the one after a success`() {
        var pace = RetryPace()
        #expect(pace.allows(at: 0))
        pace.failed(at: 5, chance: 0)
        #expect(!pace.allows(at: 5))
        pace.succeeded()
        #expect(pace.allows(at: 5))
    }

    @Test func `each failure waits longer, up to a minute, never together`() {
        var generator = SeededGenerator(seed: 3)
        var pace = RetryPace()
        for failure in 0..<200 {
            let full = min(RetryPace.longest, RetryPace.first << UInt64(min(failure, 6)))
            pace.failed(at: 1000, chance: generator.next())
            #expect(!pace.allows(at: 1000 + full / 5 * 4 - 1))
            #expect(pace.allows(at: 1000 + full))
        }
    }

    @Test func `the end of time is no trap`() {
        var pace = RetryPace()
        pace.failed(at: .max - 1, chance: .max)
        #expect(!pace.allows(at: .max - 1))
    }
}
