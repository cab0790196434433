import DecisionLog
import Keys
import Testing

/// What the log has seen keys do.
@Suite struct ObservedRoutesTests {
    @Test func `the routes that keys were admitted on are found with their last use, over all segments`() async throws {
        let log = try DecisionLog.open(.init())
        for number in 0..<1000 as Range<UInt64> {
            log.ring(0).append(.sample(number, at: .init(seconds: Int64(number))))
            if number.isMultiple(of: 100) { log.drain() }
        }
        let all = await log.recent(limit: 1000)
        let keys: Set<KeyID> = Set(all.compactMap(\.keyID).prefix(3))
        let found = await log.routes(of: keys)
        #expect(found.since == all.map(\.at).min())
        for key in keys {
            var expected: [String: WallTime] = [:]
            for record in all where record.keyID == key && record.isAdmitted && !record.route.text.isEmpty {
                expected[record.route.text] = max(expected[record.route.text] ?? record.at, record.at)
            }
            #expect(found.routes[key] ?? [:] == expected)
            let isWithout = all.contains { $0.keyID == key && $0.isAdmitted && $0.route.text.isEmpty }
            #expect(found.withoutRoute.contains(key) == isWithout)
        }
    }

    @Test func `of keys that nobody asks for nothing is said, and of an empty log neither`() async throws {
        let log = try DecisionLog.open(.init())
        let empty = await log.routes(of: [DecisionRecord.id(1_000_003)])
        #expect(empty.since == nil && empty.routes.isEmpty)
        log.ring(0).append(.sample(1))
        let found = await log.routes(of: [])
        #expect(found.since != nil && found.routes.isEmpty && found.withoutRoute.isEmpty)
    }
}
