import Admission
import DecisionLog
import Foundation
import HTTPTypes
import KeyManagement
import Keys
import TestKit
import Testing

@testable import AdminAPI

/// The report of what policies and limits in shadow would have refused, over HTTP.
@Suite struct ShadowReportTests {
    /// A log that a test writes by itself.
    private final class Log: Sendable {
        let decisions: DecisionLog
        private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path

        init() throws {
            self.decisions = try DecisionLog(
                DecisionLogConfiguration(folder: self.folder), producers: 1, sinks: .none,
                clocks: DecisionClocks(wall: { .init(seconds: 1) }, monotonic: { 1 }))
        }

        deinit { try? FileManager.default.removeItem(atPath: self.folder) }

        /// A request on `orders` that a limit in shadow would have refused.
        func append(_ number: UInt8, _ carrier: RuleOutcome.Carrier, position: UInt8, of key: KeyID?, at now: WallTime)
        {
            var record = DecisionRecord(
                requestID: RequestID { [UInt8](repeating: number, count: $0) }, at: now, method: .get,
                address: IPAddress(ipv4: 1))
            record.keyID = key
            record.route = .init("orders")
            var rules = RuleTrace()
            var outcome = RuleOutcome(.limit, carrier, reason: .limitExceeded)
            outcome.isShadow = true
            outcome.position = position
            rules.add(outcome)
            record.setRules(rules)
            self.decisions.ring(0).append(record)
        }
    }

    @Test func `limits are told by who carries them and by their name, and by their place where it is gone`()
        async throws
    {
        let log = try Log()
        try await API.serving(
            change: { surroundings in
                surroundings.shadowed = { await log.decisions.shadowed(since: $0, by: $1) }
                surroundings.limitNames = { $0 == "orders" ? ["burst"] : $0 == nil ? ["all"] : [] }
            },
            { api in
                let windows = #""windows":[{"limit":1,"window_seconds":60}]"#
                let limits = #","limits":[{"name":"trial",\#(windows),"on_exceed":"shadow"}]"#
                let id = try await api.issue(limits).id
                let key = try #require(KeyID(id))
                let now = api.world.clock.now
                for (number, carrier) in [(1, .key), (2, .route), (3, .gateway)] as [(UInt8, RuleOutcome.Carrier)] {
                    log.append(number, carrier, position: 0, of: key, at: now)
                    log.append(number, carrier, position: 1, of: nil, at: now)
                }
                let report = try await api.send(.get, "/v1/policy-outcomes", as: .viewer)
                #expect(report.status == 200 && report.json["policies"]?.items.isEmpty == true)
                let told = report.json["limits"]?.items ?? []
                #expect(told.map { $0["carrier"]?.text } == ["key", "route", "route", "gateway", "gateway"])
                #expect(told.map { $0["limit"]?.text } == ["trial", "burst", nil, "all", nil])
                #expect(told.map { $0["position"] } == [0, 0, 1, 0, 1])
                #expect(told.map { $0["route"]?.text } == [nil, "orders", "orders", nil, nil])
                #expect(told.first?["key_id"]?.text == id && told.dropFirst().allSatisfy { $0["key_id"] == nil })
                let keys = told.map { $0["findings"]?.items.first?["key_id"]?.text }
                #expect(keys == [id, id, nil, id, nil])
                let one = try await api.send(.get, "/v1/policy-outcomes?policy=pol_0000000000000000")
                #expect(one.status == 404)
            })
    }
}
