import Keys
import Testing

@testable import DecisionLog

@Suite struct RetentionTests {
    @Test func `the files never hold more bytes than allowed, and the newest records stay`() async throws {
        let folder = TemporaryFolder()
        let log = try DecisionLog.open(folder) { $0.maximumBytes = 65_536 }
        for number in 0..<UInt64(1000) {
            log.ring(0).append(.sample(number))
            log.drain()
            #expect(log.bytes <= 65_536)
        }
        #expect(folder.contents.count == Int(log.bytes))
        #expect(folder.segments.count > 5)
        #expect(await log.record(for: DecisionRecord.id(999)) != nil)
        #expect(await log.record(for: DecisionRecord.id(0)) == nil)
        let kept = await log.recent(limit: 1000)
        #expect(kept.count > 80)
        #expect(kept.map(\.requestID) == (0..<kept.count).map { DecisionRecord.id(UInt64(999 - $0)) })
    }

    @Test func `one large batch keeps the bound too`() throws {
        let folder = TemporaryFolder()
        let log = try DecisionLog.open(folder) { $0.maximumBytes = 65_536 }
        for number in 0..<UInt64(3000) { log.ring(0).append(.sample(number)) }
        log.drain()
        #expect(log.bytes <= 65_536 && log.dropped == 0)
    }

    @Test func `records go when they are too old, although nobody writes any more`() async throws {
        let clock = HandClock()
        let log = try DecisionLog.open(.init(), clock: clock) { $0.maximumAgeSeconds = 800 }
        log.ring(0).append(.sample(1, at: clock.wall))
        log.drain()
        clock.advance(seconds: 700)
        log.drain()
        #expect(await log.record(for: DecisionRecord.id(1)) != nil)
        log.ring(0).append(.sample(2, at: clock.wall))
        clock.advance(seconds: 101)
        log.drain()
        #expect(await log.record(for: DecisionRecord.id(1)) == nil)
        #expect(await log.record(for: DecisionRecord.id(2)) != nil)
        clock.advance(seconds: 2000)
        log.drain()
        log.drain()
        #expect(await log.recent(limit: 10).isEmpty)
    }

    @Test func `a restart goes on in the same segment and keeps the bounds`() async throws {
        let folder = TemporaryFolder()
        for start in 0..<UInt64(20) {
            let log = try DecisionLog.open(folder) { $0.maximumBytes = 65_536 }
            for number in 0..<UInt64(20) { log.ring(0).append(.sample(start * 20 + number)) }
            log.drain()
            #expect(log.bytes <= 65_536)
        }
        let log = try DecisionLog.open(folder) { $0.maximumBytes = 65_536 }
        #expect(await log.record(for: DecisionRecord.id(399)) != nil)
        #expect(await log.record(for: DecisionRecord.id(381)) != nil)
    }
}
