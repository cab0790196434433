import Admission
import Keys
import Testing

@testable import DecisionLog

@Suite struct UsageTests {
    private let clock = HandClock()
    private let heard = Heard()

    private func use(_ key: UInt64, _ version: UInt32 = 1, reason: Reason? = nil, isFirst: Bool = false)
        -> DecisionRecord
    {
        var record = DecisionRecord.sample(1, at: self.clock.wall)
        record.keyID = DecisionRecord.id(key)
        record.keyVersion = version
        record.reason = reason
        record.isFirstUse = isFirst
        return record
    }

    @Test func `last use goes out once a minute, one entry for each version, the latest of its uses`() throws {
        let log = try DecisionLog.open(.init(), clock: self.clock, heard: self.heard)
        for _ in 0..<10 {
            log.ring(0).append(self.use(1))
            log.ring(0).append(self.use(1, 2))
            log.ring(0).append(self.use(2))
            log.drain()
            self.clock.advance(seconds: 5)
        }
        #expect(self.heard.usages.isEmpty)
        self.clock.advance(seconds: 10)
        log.drain()
        #expect(self.heard.usages.count == 1)
        #expect(self.heard.usages.first?.count == 3)
        #expect(self.heard.usages.first?.allSatisfy { $0.at == .init(seconds: 1_000_045) } == true)
        #expect(self.heard.usages.first?.allSatisfy { $0.userAgent == "curl/8.1" && $0.route == "orders" } == true)
        self.clock.advance(seconds: 120)
        log.drain()
        #expect(self.heard.usages.count == 1)
    }

    @Test func `keys that were refused because of a ban are told of at once, with the last time`() throws {
        let log = try DecisionLog.open(.init(), clock: self.clock, heard: self.heard)
        log.ring(0).append(self.use(1, reason: .limitExceeded))
        log.ring(0).append(self.use(2))
        log.drain()
        #expect(self.heard.abuses.isEmpty)
        log.ring(0).append(self.use(1, reason: .abnormalUsage))
        self.clock.advance(seconds: 1)
        for _ in 0..<9 { log.ring(0).append(self.use(1, reason: .abnormalUsage)) }
        log.ring(0).append(self.use(2, reason: .abnormalUsage))
        log.drain()
        let moment = self.clock.wall
        #expect(self.heard.abuses == [[DecisionRecord.id(1): moment, DecisionRecord.id(2): moment]])
        log.drain()
        #expect(self.heard.abuses.count == 1)
    }

    @Test func `a use from elsewhere is noted however soon it comes`() throws {
        let log = try DecisionLog.open(.init(), clock: self.clock, heard: self.heard)
        var elsewhere = DecisionRecord.sample(2, at: self.clock.wall)
        (elsewhere.keyID, elsewhere.keyVersion) = (DecisionRecord.id(1), 1)
        log.ring(0).append(self.use(1))
        log.ring(0).append(elsewhere)
        log.drain(isLast: true)
        #expect(self.heard.usages.flatMap(\.self).map(\.address) == [elsewhere.address])
    }

    @Test func `the end hands over what the minute had not`() throws {
        let log = try DecisionLog.open(.init(), clock: self.clock, heard: self.heard)
        log.ring(0).append(self.use(1))
        log.drain(isLast: true)
        #expect(self.heard.usages.flatMap(\.self).count == 1)
    }

    @Test func `that all uses are told is said when they are, and not after one was left out`() throws {
        let log = try DecisionLog.open(.init(), clock: self.clock, heard: self.heard) { $0.ringCapacity = 2 }
        log.ring(0).append(self.use(1))
        log.drain()
        #expect(self.heard.toldUntil.isEmpty)
        self.clock.advance(seconds: 61)
        log.drain()
        #expect(self.heard.toldUntil == [self.clock.wall])
        // Nothing was used: that is told as well.
        self.clock.advance(seconds: 61)
        log.drain()
        #expect(self.heard.toldUntil.last == self.clock.wall)
        let told = self.heard.toldUntil.count
        // More than a ring holds.
        for _ in 0..<5 { log.ring(0).append(self.use(1)) }
        self.clock.advance(seconds: 61)
        log.drain()
        #expect(self.heard.toldUntil.count == told)
        log.drain(isLast: true)
        #expect(self.heard.toldUntil.count == told + 1)
    }

    @Test func `a batch that is full says that it is short`() {
        var batch = UsageBatch(intervalSeconds: 60, now: 0)
        for number in 0..<UInt32(UsageBatch.most) { self.use(1, number).withEncoded { _ = batch.note($0) } }
        #expect(!batch.isShort)
        self.use(2).withEncoded { _ = batch.note($0) }
        #expect(batch.isShort)
        _ = batch.due(at: 60_000_000_000, isLast: false)
        #expect(!batch.isShort)
    }

    @Test func `a refused request is no use of the key, a failing upstream is`() throws {
        let log = try DecisionLog.open(.init(), clock: self.clock, heard: self.heard)
        log.ring(0).append(self.use(1, reason: .permissionMissing))
        log.ring(0).append(self.use(2, reason: .upstreamTimeout))
        log.drain(isLast: true)
        #expect(self.heard.usages.flatMap(\.self).map(\.keyID) == [DecisionRecord.id(2)])
    }

    @Test func `a first use is told at once and once`() throws {
        let log = try DecisionLog.open(.init(), clock: self.clock, heard: self.heard)
        log.ring(0).append(self.use(1, isFirst: true))
        log.drain()
        #expect(self.heard.firstUses.count == 1)
        log.ring(0).append(self.use(1, isFirst: true))
        log.ring(0).append(self.use(1, 2, isFirst: true))
        log.ring(0).append(self.use(3, reason: .keyExpired, isFirst: true))
        log.drain()
        #expect(self.heard.firstUses.map(\.versionNumber) == [1, 2])
    }

    @Test func `a first use is known before anybody is told`() throws {
        let log = try DecisionLog.open(.init(), clock: self.clock, heard: self.heard)
        log.ring(0).append(self.use(1, 2, isFirst: true))
        log.ring(0).append(self.use(3, 2, reason: .keyExpired, isFirst: true))
        #expect(log.hasSeenFirstUse(of: DecisionRecord.id(1), version: 2))
        #expect(!log.hasSeenFirstUse(of: DecisionRecord.id(1), version: 1))
        #expect(!log.hasSeenFirstUse(of: DecisionRecord.id(3), version: 2))
        log.drain()
        #expect(self.heard.firstUses.count == 1)
        #expect(log.hasSeenFirstUse(of: DecisionRecord.id(1), version: 2))
    }

    @Test func `more versions than a batch holds wait for the next interval`() {
        var batch = UsageBatch(intervalSeconds: 60, now: 0)
        for number in 0..<UInt32(UsageBatch.most + 10) { self.use(1, number).withEncoded { _ = batch.note($0) } }
        #expect(batch.due(at: 1, isLast: false).isEmpty)
        #expect(batch.due(at: 60_000_000_000, isLast: false).count == UsageBatch.most)
        self.use(1, UInt32(UsageBatch.most + 9)).withEncoded { _ = batch.note($0) }
        #expect(batch.due(at: 120_000_000_000, isLast: false).map(\.versionNumber) == [UInt32(UsageBatch.most + 9)])
    }
}
