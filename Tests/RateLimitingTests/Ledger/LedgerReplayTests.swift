import TestKit
import Testing

@testable import RateLimiting

@Suite struct LedgerReplayTests {
    private static let hour: UInt64 = 3_600_000_000_000

    private func count(
        _ window: LimitWindow, newest: UInt64, end: UInt64 = 0, cells: [UInt32], subject: UInt64 = 1
    ) -> LedgerCount {
        .init(
            identity: 1, subject: .init(high: subject, low: 2), index: 0, stamp: 3, window: window, newest: newest,
            end: end, cells: .init { $0 < cells.count ? cells[$0] : 0 })
    }

    private var quota: LimitWindow { LimitWindow.period(limit: 320, seconds: 86_400).ledgered }
    private var hourly: LimitWindow { LimitWindow.slidingWindow(limit: 320, seconds: 3_600).ledgered }

    @Test func `records are read as they were written`() {
        let records: [LedgerRecord] = [
            .begin(wall: 5), .finish(wall: -5), .ends(wall: .max, count: 7),
            .count(self.count(self.hourly, newest: 12, cells: Array(1...11)), wall: 9, monotonic: .max),
            .count(self.count(self.quota, newest: .max, end: .max, cells: [.max]), wall: 0, monotonic: 0),
        ]
        for record in records {
            var bytes: [UInt8] = []
            record.write(to: &bytes)
            #expect(bytes.count == LedgerRecord.length)
            #expect(LedgerRecord(bytes[...]) == record)
        }
    }

    @Test func `a byte that is another makes no record`() {
        var bytes: [UInt8] = []
        LedgerRecord.count(self.count(self.hourly, newest: 12, cells: [1]), wall: 9, monotonic: 8).write(to: &bytes)
        for index in bytes.indices {
            var other = bytes
            other[index] ^= 0x10
            #expect(LedgerRecord(other[...]) == nil)
        }
        #expect(LedgerRecord(bytes.dropLast()[...]) == nil)
    }

    @Test func `any bytes are survived`() {
        var random = SeededGenerator(seed: 8)
        for _ in 0..<20_000 {
            let bytes = random.bytes(LedgerRecord.length)
            guard let record = LedgerRecord(bytes[...]) else { continue }
            var replay = LedgerReplay()
            replay.add(record)
            _ = replay.start(wall: 0, monotonic: 0)
        }
        for _ in 0..<20_000 {
            let count = LedgerCount(
                identity: random.next(), subject: .init(high: 1, low: 2), index: 0, stamp: 0,
                window: random.next() % 2 == 0 ? self.quota : self.hourly, newest: random.next(), end: random.next(),
                cells: .init { _ in UInt32(truncatingIfNeeded: random.next()) })
            var replay = LedgerReplay()
            replay.add(.begin(wall: Int64(bitPattern: random.next())))
            replay.add(.count(count, wall: Int64(bitPattern: random.next()), monotonic: random.next()))
            replay.add(.ends(wall: Int64(bitPattern: random.next()), count: .max))
            let now = random.next() >> (random.next() % 63)
            _ = replay.start(wall: Int64(bitPattern: random.next()), monotonic: now)
        }
    }

    @Test func `only an end without a last word is charged`() {
        let count = self.count(self.quota, newest: 4, end: 2 * Self.hour, cells: [5])
        var clean = LedgerReplay()
        for record: LedgerRecord in [.begin(wall: 0), .count(count, wall: 0, monotonic: 0), .finish(wall: 1)] {
            clean.add(record)
        }
        let start = clean.start(wall: 2, monotonic: 10)
        #expect(start.counts.first?.cells[0] == 5)
        #expect(start.history.isEmpty && start.history.total == 0)
        #expect(start.charged == 0)

        var killed = LedgerReplay()
        for record: LedgerRecord in [.begin(wall: 0), .count(count, wall: 0, monotonic: 0), .begin(wall: 1)] {
            killed.add(record)
        }
        // Two ends: that before the second beginning, and that of the second.
        let end = killed.start(wall: 2, monotonic: 10)
        #expect(end.counts.first?.cells[0] == 25)
        #expect(end.charged == 20)
        #expect(end.history.total == 2)
    }

    @Test func `what a new file begins with comes to the same`() {
        var first = LedgerReplay()
        first.add(.begin(wall: 0))
        first.add(
            .count(self.count(self.quota, newest: 4, end: 2 * Self.hour, cells: [5]), wall: 0, monotonic: 0))
        let start = first.start(wall: 2, monotonic: 10)
        var second = LedgerReplay()
        for record in start.records + [.begin(wall: 2), .finish(wall: 3)] { second.add(record) }
        let again = second.start(wall: 3, monotonic: 11)
        #expect(again.counts.map { $0.cells[0] } == start.counts.map { $0.cells[0] })
        #expect(again.history.ends.map(\.count) == [1])
    }

    @Test func `a sliding window forgets as time goes by while nobody runs`() {
        var replay = LedgerReplay()
        replay.add(.begin(wall: 0))
        let cell = Self.hour / 10
        replay.add(.count(self.count(self.hourly, newest: 100, cells: [4]), wall: 0, monotonic: 100 * cell + 5))
        replay.add(.finish(wall: 0))
        var copy = replay
        let soon = copy.start(wall: 1_800_000, monotonic: 50 * cell).counts.count
        #expect(soon == 1)
        copy = replay
        let late = copy.start(wall: 2 * 3_600_000, monotonic: 50 * cell).counts.count
        #expect(late == 0)
        // A machine that has just been started: its clock begins with 0.
        copy = replay
        let young = copy.start(wall: 1_800_000, monotonic: 1).counts.first?.cells[0]
        #expect(young == 4)
        // A clock that was set back makes nothing older.
        copy = replay
        let back = copy.start(wall: -9_000_000, monotonic: 50 * cell).counts.first?.cells[0]
        #expect(back == 4)
    }
}
