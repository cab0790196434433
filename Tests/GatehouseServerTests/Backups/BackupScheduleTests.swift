import Testing

@testable import GatehouseServer

@Suite struct BackupScheduleTests {
    private static let second: UInt64 = 1_000_000_000

    @Test func `the first backup is due at once, the next a period later`() {
        var schedule = BackupSchedule(everySeconds: 100, newest: nil, now: 5)
        #expect(schedule.isDue(at: 5))
        schedule.succeeded(at: 10 * Self.second)
        #expect(!schedule.isDue(at: 109 * Self.second))
        #expect(schedule.isDue(at: 110 * Self.second))
    }

    @Test(arguments: [(0, 100), (30, 70), (99, 1), (100, 0), (1_000_000, 0)] as [(UInt64, UInt64)])
    func `a start goes on where the one before was`(age: UInt64, left: UInt64) {
        let schedule = BackupSchedule(everySeconds: 100, newest: age * Self.second, now: 0)
        #expect(schedule.isDue(at: left * Self.second))
        #expect(left == 0 || !schedule.isDue(at: left * Self.second - 1))
    }

    @Test(arguments: [(60, 60), (3600, 300)] as [(Int64, UInt64)])
    func `one that failed is tried again soon`(period: Int64, retry: UInt64) {
        var schedule = BackupSchedule(everySeconds: period, newest: nil, now: 0)
        schedule.failed(at: 0)
        #expect(!schedule.isDue(at: retry * Self.second - 1))
        #expect(schedule.isDue(at: retry * Self.second))
    }
}
