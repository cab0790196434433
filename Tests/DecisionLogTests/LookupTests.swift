import Admission
import Keys
import Testing

@testable import DecisionLog

@Suite struct LookupTests {
    private func log(_ count: UInt64) throws -> DecisionLog {
        let log = try DecisionLog.open(.init()) { $0.maximumBytes = 1 << 20 }
        for number in 0..<count { log.ring(0).append(.sample(number, at: .init(seconds: Int64(number)))) }
        return log
    }

    @Test func `the newest come first, over all segments, and no more than asked for`() async throws {
        let log = try self.log(1000)
        for limit in [0, 1, 7, 500, 1000] {
            let found = await log.recent(limit: limit)
            #expect(found.map(\.at.seconds) == (0..<Int64(limit)).map { 999 - $0 })
        }
        #expect(await log.recent(limit: -1).isEmpty)
        #expect(await log.recent(limit: .max).count == 1000)
    }

    @Test func `each filter keeps what it names`() async throws {
        let log = try self.log(200)
        let all = await log.recent(limit: 1000)
        let wanted = DecisionRecord.sample(35)
        let filters: [((inout DecisionFilter) -> Void, (DecisionRecord) -> Bool)] = [
            ({ $0.keyID = DecisionRecord.id(1_000_003) }, { $0.keyID == DecisionRecord.id(1_000_003) }),
            ({ $0.ownerID = DecisionRecord.id(2_000_003) }, { $0.ownerID == DecisionRecord.id(2_000_003) }),
            ({ $0.status = 429 }, { $0.status == 429 }),
            ({ $0.reason = .limitExceeded }, { $0.reason == .limitExceeded }),
            ({ $0.address = wanted.address }, { $0.address == wanted.address }),
            ({ $0.isAdmitted = true }, { $0.isAdmitted }), ({ $0.isAdmitted = false }, { !$0.isAdmitted }),
            ({ $0.since = .init(seconds: 150) }, { $0.at.seconds >= 150 }), ({ $0.route = "orders" }, { _ in true }),
            ({ $0.route = "other" }, { _ in false }), ({ $0.environment = "staging" }, { _ in false }),
        ]
        for (change, keeps) in filters {
            var filter = DecisionFilter()
            change(&filter)
            #expect(await log.recent(filter, limit: 1000) == all.filter(keeps))
        }
    }

    @Test func `the admitted requests of keys are counted, over all segments`() async throws {
        let log = try self.log(1000)
        let all = await log.recent(limit: 1000)
        let keys: Set<KeyID> = [DecisionRecord.id(1_000_003), DecisionRecord.id(1_000_004)]
        for start in [0, 500, 999, 2000] as [Int64] {
            let expected = all.count { record in
                record.at.seconds >= start && record.isAdmitted && record.keyID.map(keys.contains) ?? false
            }
            #expect(await log.admitted(with: keys, since: .init(seconds: start)) == UInt64(expected))
        }
        #expect(await log.admitted(with: [], since: .init(seconds: 0)) == 0)
    }

    @Test func `a log that does not reach back so far does not guess`() async throws {
        let log = try DecisionLog.open(.init()) { $0.maximumBytes = 1 << 16 }
        for number in 0..<4000 as Range<UInt64> {
            log.ring(0).append(.sample(number, at: .init(seconds: Int64(number))))
            if number.isMultiple(of: 100) { log.drain() }
        }
        #expect(await log.admitted(with: [DecisionRecord.id(1_000_003)], since: .init(seconds: 0)) == nil)
        #expect(await log.admitted(with: [DecisionRecord.id(1_000_003)], since: .init(seconds: 3990)) != nil)
    }

    @Test func `a request is found right after it was handed over`() async throws {
        let log = try DecisionLog.open(.init())
        log.ring(0).append(.sample(77))
        #expect(await log.record(for: DecisionRecord.id(77))?.status == 200)
    }
}
