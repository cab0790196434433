import Admission
import DecisionLog
import Dispatch
import Foundation
import Gateway
import Keys
import Telemetry
import Testing

/// Every verification leaves a record and its counts, and no secret in either.
@Suite struct VerifyRecordingTests {
    private func withHarness(_ body: (VerifyHarness, DecisionLog) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("verify-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let log = try DecisionLog(
            DecisionLogConfiguration(folder: folder), producers: 2, sinks: .none,
            clocks: DecisionClocks(
                wall: { GatewayHarness.now }, monotonic: { UInt64(DispatchTime.now().uptimeNanoseconds) }))
        log.start()
        let harness = try await VerifyHarness(decisions: log)
        try await body(harness, log)
        await harness.stop()
        await log.shutDown()
    }

    private func record(_ answer: Message?, _ log: DecisionLog) async throws -> DecisionRecord {
        let id = try #require(answer?["x-request-id"].flatMap { RequestID($0) })
        for _ in 0..<100 {
            if let record = await log.record(for: id) { return record }
            Pause.briefly()
        }
        return try #require(nil as DecisionRecord?, "no record of \(id)")
    }

    @Test func `a valid key is remembered with who, where and whose`() async throws {
        try await self.withHarness { harness, log in
            let key = harness.gateway.issue()
            let answer = harness.request(harness.question(key.token, fields: "User-Agent: orders/1\r\n"))
            let record = try await self.record(answer, log)
            #expect(record.surface == .verify && record.reason == nil && record.status == 200)
            #expect(record.keyID == key.record.id && record.keyVersion == 1 && record.ownerID == key.record.ownerID)
            #expect(record.isFirstUse)
            #expect(record.environment.text == "live")
            #expect(record.path.text == "/v1/keys/verify" && record.userAgent.text == "orders/1")
            #expect(record.bytesIn > 80)
            #expect(!String(describing: record).contains(key.token))
        }
    }

    @Test func `a refusal is remembered with its reason, and so is a caller without the right`() async throws {
        try await self.withHarness { harness, log in
            let key = harness.gateway.issue { $0.state = .suspended }
            let refused = try await self.record(harness.request(harness.question(key.token)), log)
            #expect(refused.reason == .keySuspended && refused.keyID == key.record.id && !refused.isAdmitted)
            let powerless = harness.gateway.issue { $0.grants = Grants() }
            let turned = try await self.record(
                harness.request(harness.question(key.token, by: powerless.token)), log)
            #expect(turned.status == 403 && turned.reason == .permissionMissing)
        }
    }

    @Test func `a limit of the key in shadow refuses nothing, and the report says whom it would have`() async throws {
        try await self.withHarness { harness, log in
            var trial = LimitPolicy(
                name: "trial", scope: .key, algorithm: .slidingWindow([.init(limit: 1, seconds: 60)]))
            trial.terms.onExceed = .shadow
            let limits = [trial]
            let key = harness.gateway.issue { $0.limits = limits }
            for _ in 0..<2 {
                let answer = harness.request(harness.question(key.token))
                #expect(answer?.status == 200 && answer?.text.contains("\"valid\":true") == true)
            }
            let last = try await self.record(harness.request(harness.question(key.token)), log)
            #expect(last.reason == nil && last.rules.count == 1)
            #expect(last.rules[0].carrier == .key && last.rules[0].isShadow && last.rules[0].reason == .limitExceeded)
            let report = await log.shadowed(since: .distantPast, by: nil)
            let standing = try #require(report.standings.first)
            #expect(standing.subject == .key(key.record.id, limit: 0) && standing.asked == 3 && standing.refused == 2)
            #expect(standing.findings.map(\.keyID) == [key.record.id])
        }
    }

    @Test func `each verification of a batch has a record of its own`() async throws {
        try await self.withHarness { harness, log in
            let keys = (0..<3).map { _ in harness.gateway.issue() }
            let body = "{\"verifications\":[\(keys.map { "{\"key\":\"\($0.token)\"}" }.joined(separator: ","))]}"
            let answer = harness.request(
                """
                POST /v1/keys:batchVerify HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(harness.caller)\r
                Content-Length: \(body.utf8.count)\r\n\r\n\(body)
                """)
            #expect(answer?.status == 200, "\(answer?.text ?? "")")
            var seen: Set<KeyID> = []
            for _ in 0..<100 where seen.count < 3 {
                seen = Set(await log.recent(limit: 10).compactMap(\.keyID)).intersection(keys.map(\.record.id))
                Pause.briefly()
            }
            #expect(seen.count == 3)
        }
    }

    @Test func `decisions and durations are counted under names of their own`() async throws {
        try await self.withHarness { harness, _ in
            let key = harness.gateway.issue()
            for _ in 0..<3 { _ = harness.request(harness.question(key.token)) }
            _ = harness.request(harness.question("gk_live_nonsense"))
            var text = PrometheusText()
            harness.gateway.server.writeMetrics(to: &text)
            let lines = text.text.split(separator: "\n").map(String.init)
            let decisions = lines.filter {
                $0.hasPrefix("gatehouse_decisions_total") && $0.contains("surface=\"verify\"")
            }
            #expect(decisions.contains { $0.contains("outcome=\"admit\"") && $0.hasSuffix(" 3") }, "\(decisions)")
            #expect(decisions.contains { $0.contains("outcome=\"refuse\"") && $0.hasSuffix(" 1") }, "\(decisions)")
            #expect(decisions.allSatisfy { $0.contains("environment=\"live\"") })
            let durations = lines.filter {
                $0.hasPrefix("http_server_request_duration_seconds_count") && $0.contains("/v1/keys/verify")
            }
            #expect(durations.count == 1 && durations[0].hasSuffix(" 4"), "\(durations)")
            #expect(!text.text.contains(key.token))
        }
    }
}
