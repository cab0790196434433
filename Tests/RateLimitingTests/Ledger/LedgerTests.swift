import TestKit
import Testing

@testable import RateLimiting

/// Counts that outlive the process: a table, what it has written, and ends at any moment.
@Suite struct LedgerTests {
    private let subject = LimitSubject(high: 7, low: 9)
    private let period = LimitPeriod(number: 5, start: 0, end: 1 << 60)

    /// What a disk holds of one life after the other.
    private struct Disk {
        var counts: [UInt8: (count: LedgerCount, life: Int)] = [:]
        var ends: [LedgerHistory.End] = []
        var life = 0
    }

    private func start(_ disk: Disk, at now: UInt64) -> LimiterTable {
        var random = SeededGenerator(seed: UInt64(disk.life))
        let table = LimiterTable(capacity: 64, shardCount: 2, generator: &random)
        table.openLedger(LedgerHistory(disk.ends), press: {})
        for (count, life) in disk.counts.values {
            let more = UInt32(disk.life - life) * LedgerReserve.of(count.window.limit)
            #expect(table.restore(count.moved(from: (0, now), to: (0, now), charging: more), at: now))
        }
        return table
    }

    private func write(_ table: LimiterTable, to disk: inout Disk) -> [LedgerWriting] {
        let writings = table.takeLedger()
        for writing in writings { disk.counts[writing.count.index] = (writing.count, disk.life) }
        return writings
    }

    private func rule(_ limit: UInt32) -> LimitRule {
        .init(identity: 3, windows: [LimitWindow.period(limit: limit, seconds: 86_400).ledgered])
    }

    private func spend(_ table: LimiterTable, _ rule: LimitRule, cost: UInt32 = 1, at now: UInt64 = 0) -> SpendOutcome {
        table.spend(LimitDemand(rule: rule, subject: self.subject, cost: cost, period: self.period), at: now)
    }

    @Test func `no more than the reserve is spent before it is written`() {
        var disk = Disk()
        let table = self.start(disk, at: 0)
        let rule = self.rule(320)
        for _ in 0..<10 { #expect(self.spend(table, rule).isAdmitted) }
        guard case .refused(let reading, _) = self.spend(table, rule) else {
            Issue.record("spent beyond the reserve")
            return
        }
        #expect(reading.cause == .ledger)
        let writings = self.write(table, to: &disk)
        #expect(!self.spend(table, rule).isAdmitted)
        table.wrote(writings)
        #expect(self.spend(table, rule).isAdmitted)
    }

    @Test func `a cost above the reserve is written first`() {
        var disk = Disk()
        let table = self.start(disk, at: 0)
        let rule = self.rule(100)
        #expect(!self.spend(table, rule, cost: 50).isAdmitted)
        table.wrote(self.write(table, to: &disk))
        #expect(self.spend(table, rule, cost: 50).isAdmitted)
        #expect(!self.spend(table, rule, cost: 51).isAdmitted)
    }

    @Test func `a limit that is used up says so, and not that it waits`() {
        let table = self.start(Disk(), at: 0)
        let rule = self.rule(4)
        for _ in 0..<4 { #expect(self.spend(table, rule).isAdmitted) }
        guard case .refused(let reading, _) = self.spend(table, rule) else { return }
        #expect(reading.cause == .window)
    }

    @Test func `a life that wrote all down at its end loses nothing`() {
        var disk = Disk()
        let rule = self.rule(100)
        let first = self.start(disk, at: 0)
        for _ in 0..<3 { _ = self.spend(first, rule) }
        first.wrote(self.write(first, to: &disk))
        let second = self.start(disk, at: 0)
        guard case .admitted(let reading) = self.spend(second, rule) else {
            Issue.record("refused")
            return
        }
        #expect(reading.remaining == 96)
    }

    @Test func `what a request has cost in truth is written, whether it is more or less`() throws {
        var disk = Disk()
        let rule = self.rule(1_000)
        let first = self.start(disk, at: 0)
        var demands = LimitDemands()
        _ = demands.append(LimitDemand(rule: rule, subject: self.subject, cost: 10, period: self.period))
        #expect(first.spend(&demands, at: 0).isAdmitted)
        let taken = demands.receipt(0, at: 0)
        let receipt = try #require(taken)
        first.wrote(self.write(first, to: &disk))
        first.force(500, of: receipt, at: 0)
        // That is beyond the reserve: nothing more is spent before it is written.
        #expect(!self.spend(first, rule).isAdmitted)
        first.wrote(self.write(first, to: &disk))
        guard case .admitted(let reading) = self.spend(self.start(disk, at: 0), rule) else {
            Issue.record("refused")
            return
        }
        #expect(reading.remaining == 1_000 - 510 - 1)
        first.giveBack(10, of: receipt, at: 0)
        first.wrote(self.write(first, to: &disk))
        guard case .admitted(let later) = self.spend(self.start(disk, at: 0), rule) else {
            Issue.record("refused")
            return
        }
        #expect(later.remaining == 1_000 - 500 - 1)
    }

    @Test func `what another limit refuses takes nothing of the reserve`() {
        let table = self.start(Disk(), at: 0)
        let rule = self.rule(320)
        let full = LimitRule(identity: 4, windows: [.slidingWindow(limit: 1, seconds: 60)])
        for _ in 0..<50 {
            var demands = LimitDemands()
            _ = demands.append(LimitDemand(rule: rule, subject: self.subject, cost: 1, period: self.period))
            _ = demands.append(LimitDemand(rule: full, subject: self.subject, cost: 1))
            _ = table.spend(&demands, at: 0)
        }
        for _ in 0..<9 { #expect(self.spend(table, rule).isAdmitted) }
    }

    @Test func `whoever was never written is charged the reserve for each end`() {
        var disk = Disk()
        disk.ends = [.init(at: 10, count: 2)]
        let table = self.start(disk, at: 20)
        guard case .admitted(let reading) = self.spend(table, self.rule(100), at: 20) else {
            Issue.record("refused")
            return
        }
        #expect(reading.remaining == 100 - 2 * 4 - 1)
    }

    @Test func `a sliding window goes on where it was written`() {
        var disk = Disk()
        let rule = LimitRule(identity: 3, windows: [LimitWindow.slidingWindow(limit: 100, seconds: 3_600).ledgered])
        let hour: UInt64 = 3_600_000_000_000
        let first = self.start(disk, at: 0)
        for step in 0..<4 as Range<UInt64> { _ = self.spend(first, rule, at: step * hour / 10) }
        first.wrote(self.write(first, to: &disk))
        let second = self.start(disk, at: hour / 2)
        guard case .admitted(let reading) = self.spend(second, rule, at: hour / 2) else {
            Issue.record("refused")
            return
        }
        #expect(reading.used == 5)
        guard case .admitted(let later) = self.spend(second, rule, at: hour + 3 * hour / 20) else {
            Issue.record("refused")
            return
        }
        #expect(later.used == 5)
    }

    /// Ends at any moment: before a write, in its midst (it may be on the disk or not), after it.
    @Test(arguments: 0..<200 as Range<UInt64>)
    func `whatever ends a process, nobody gets more than the quota`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let limit = 20 + UInt32(random.next() % 200)
        let rule = self.rule(limit)
        var disk = Disk()
        var admitted: UInt32 = 0
        var now: UInt64 = 1
        for _ in 0..<6 {
            let table = self.start(disk, at: now)
            for _ in 0..<(random.next() % 40) {
                now += 1
                let cost = random.next() % 8 == 0 ? 1 + UInt32(random.next() % 20) : 1
                if self.spend(table, rule, cost: cost, at: now).isAdmitted { admitted += cost }
                guard random.next() % 4 == 0 else { continue }
                var next = disk
                let writings = self.write(table, to: &next)
                // The process may go on for a while before it knows that the writing is done.
                for _ in 0..<(random.next() % 3) where self.spend(table, rule, at: now).isAdmitted { admitted += 1 }
                let isOnDisk = random.next() % 8 > 0
                if isOnDisk { disk = next }
                guard isOnDisk, random.next() % 8 > 0 else { break }
                table.wrote(writings)
            }
            try #require(admitted <= limit, "seed \(seed)")
            now += 1
            disk.life += 1
            disk.ends.append(.init(at: now, count: 1))
        }
    }
}
