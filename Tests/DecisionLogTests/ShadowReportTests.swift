import Admission
import Foundation
import Keys
import Testing

@testable import DecisionLog

/// What rules in shadow would have refused, and to whom.
@Suite struct ShadowReportTests {
    private static let office = PolicyID(high: 1, low: 1)

    /// A request of a key, at a second.
    private func record(
        _ number: UInt64, key: KeyID? = nil, at seconds: Int64 = 1_000_000, route: String = "orders",
        _ outcomes: RuleOutcome...
    ) -> DecisionRecord {
        var record = DecisionRecord.sample(number, at: .init(seconds: seconds))
        record.keyID = key
        record.route = .init(route)
        var rules = RuleTrace()
        _ = rules.add(.init(id: Self.office, revision: 1))
        for outcome in outcomes { rules.add(outcome) }
        record.setRules(rules)
        return record
    }

    private func limit(
        _ carrier: RuleOutcome.Carrier, _ position: UInt8 = 0, refuses: Bool, isShadow: Bool = true
    ) -> RuleOutcome {
        var outcome = RuleOutcome(.limit, carrier, reason: refuses ? .limitExceeded : nil)
        outcome.position = position
        outcome.isShadow = isShadow
        return outcome
    }

    private func log(
        _ records: [DecisionRecord], change: (inout DecisionLogConfiguration) -> Void = { _ in }
    ) throws -> DecisionLog {
        let log = try DecisionLog.open(.init(), change: change)
        for record in records {
            log.ring(0).append(record)
            log.drain()
        }
        return log
    }

    @Test func `a limit in shadow is told by who carries it, with whom it would have refused`() async throws {
        let (one, two): (KeyID, KeyID) = (DecisionRecord.id(1), DecisionRecord.id(2))
        let log = try self.log([
            self.record(1, key: one, self.limit(.key, 2, refuses: true), self.limit(.route, refuses: true)),
            self.record(2, key: one, self.limit(.key, 2, refuses: false), self.limit(.route, refuses: true)),
            self.record(3, key: two, self.limit(.route, refuses: true), self.limit(.gateway, 1, refuses: true)),
            self.record(4, self.limit(.route, refuses: true)),
            self.record(5, key: two, route: "other", self.limit(.route, refuses: false)),
        ])
        let report = await log.shadowed(since: .distantPast, by: nil)
        #expect(
            report.standings.map(\.subject) == [
                .key(one, limit: 2), .route("orders", limit: 0), .route("other", limit: 0), .gateway(limit: 1),
            ])
        #expect(report.standings.map(\.asked) == [2, 4, 1, 1])
        #expect(report.standings.map(\.refused) == [1, 4, 0, 1])
        let findings = report.standings[1].findings
        #expect(findings.map(\.keyID) == [one, nil, two] && findings.map(\.requests) == [2, 1, 1])
        #expect(findings[0].lastRequestID == DecisionRecord.id(2))
        #expect(report.isComplete)
        #expect(await log.shadowed(since: .distantPast, by: Self.office).standings.isEmpty)
    }

    @Test func `what refuses in earnest is no shadow, whoever carries it`() async throws {
        let key: KeyID = DecisionRecord.id(1)
        let carriers = RuleOutcome.Carrier.allCases.filter { $0 != .shadow }
        let log = try self.log(
            carriers.enumerated().map {
                self.record(UInt64($0), key: key, self.limit($1, refuses: true, isShadow: false))
            })
        #expect(await log.shadowed(since: .distantPast, by: nil).standings.isEmpty)
    }

    @Test func `a policy counts a request once, however many of its rules speak, and its limits by place`() async throws
    {
        let key: KeyID = DecisionRecord.id(1)
        let log = try self.log([
            self.record(
                1, key: key, .init(.policy, .shadow, reason: .addressNotAllowed),
                self.limit(.shadow, 0, refuses: true, isShadow: false),
                self.limit(.shadow, 3, refuses: true, isShadow: false))
        ])
        let standing = try #require(await log.shadowed(since: .distantPast, by: Self.office).standings.first)
        #expect(standing.subject == .policy(Self.office) && standing.asked == 1 && standing.refused == 1)
        #expect(Set(standing.findings.map(\.limit)) == [nil, 0, 3])
    }

    @Test func `over many segments a report says the same as a look at every record, whenever it is asked`()
        async throws
    {
        let folder = TemporaryFolder()
        let log = try DecisionLog.open(folder) { $0.maximumBytes = 1 << 20 }
        let keys = (1...5 as ClosedRange<UInt64>).map { DecisionRecord.id($0) as KeyID }
        var all: [DecisionRecord] = []
        for number in 0..<2000 as Range<UInt64> {
            let refuses = number % 3 == 0
            let record = self.record(
                number, key: keys[Int(number % 5)], at: Int64(number), self.limit(.key, refuses: refuses))
            log.ring(0).append(record)
            all.append(record)
            if number % 50 == 0 { log.drain() }
            guard number % 499 == 0 else { continue }
            // Asked in between, so that segments are looked at before and after they have grown.
            for start in [0, Int64(number) / 2, Int64(number), 5_000] {
                let report = await log.shadowed(since: .init(seconds: start), by: nil)
                let expected = all.filter { $0.at.seconds >= start }
                #expect(report.isComplete)
                for key in keys {
                    let standing = report.standings.first { $0.subject == .key(key, limit: 0) }
                    let ofKey = expected.filter { $0.keyID == key }
                    #expect(standing?.asked ?? 0 == UInt64(ofKey.count))
                    #expect(standing?.refused ?? 0 == UInt64(ofKey.count { $0.rules[0].reason != nil }))
                    #expect(
                        standing?.findings.first?.lastRequestID == ofKey.last { $0.rules[0].reason != nil }?.requestID)
                }
            }
        }
        #expect(folder.segments.count > 3)
    }
}
