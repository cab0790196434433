import Admission
import DecisionLog
import Foundation
import Gateway
import Keys
import Telemetry
import TestKit
import Testing
import TransportSecurity

/// Every request leaves one record and its counts, and no secret in either.
@Suite struct RecordingTests {
    private func withHarness(
        _ script: @escaping @Sendable (RawSocket, Int) -> Void, security: ListenerSecurity? = nil,
        _ body: (GatewayHarness, DecisionLog) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("gateway-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let log = try DecisionLog(
            DecisionLogConfiguration(folder: folder), producers: 2, sinks: .none,
            clocks: DecisionClocks(
                wall: { GatewayHarness.now }, monotonic: { UInt64(DispatchTime.now().uptimeNanoseconds) }))
        log.start()
        let upstream = ScriptedUpstream(script)
        let harness = try await GatewayHarness(upstreamPort: upstream.port, decisions: log, security: security)
        try await body(harness, log)
        await harness.stop()
        await log.shutDown()
    }

    private static let ok: @Sendable (RawSocket, Int) -> Void = { connection, _ in
        while connection.receiveMessage() != nil { connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") }
    }

    private func record(_ answer: Message?, _ log: DecisionLog) async throws -> DecisionRecord {
        try await self.record(of: #require(answer?["x-request-id"].flatMap { RequestID($0) }), log)
    }

    private func record(of id: RequestID, _ log: DecisionLog) async throws -> DecisionRecord {
        for _ in 0..<100 {
            if let record = await log.record(for: id) { return record }
            Pause.briefly()
        }
        return try #require(nil as DecisionRecord?, "no record of \(id)")
    }

    private func metrics(_ harness: GatewayHarness) -> String {
        var text = PrometheusText()
        harness.server.writeMetrics(to: &text)
        return text.text
    }

    @Test func `a request that went through is remembered with who, where and how much`() async throws {
        try await self.withHarness(Self.ok) { harness, log in
            let key = harness.issue()
            let answer = harness.request(
                """
                POST /orders?token=secret HTTP/1.1\r\nHost: a:80\r\nUser-Agent: test/1\r\nX-API-Key: \(key.token)\r
                Content-Length: 3\r\n\r\nabc
                """)
            #expect(answer?.status == 200)
            let record = try await self.record(answer, log)
            #expect(record.status == 200)
            #expect(record.reason == nil)
            #expect(record.keyID == key.record.id)
            #expect(record.keyVersion == 1)
            #expect(record.ownerID == key.record.ownerID)
            #expect(record.isFirstUse)
            #expect(record.method == .post)
            #expect(record.path.text == "/orders")
            #expect(record.host.text == "a:80")
            #expect(record.userAgent.text == "test/1")
            #expect(record.route.text == "route-0")
            #expect(record.routeTemplate.text == "/**")
            #expect(record.environment.text == "live")
            #expect(record.upstream.text.hasPrefix("127.0.0.1:"))
            #expect(record.address == IPAddress("127.0.0.1"))
            #expect(record.bytesIn == 3)
            #expect(record.bytesOut == 2)
            #expect(record.durationNanoseconds >= record.upstreamNanoseconds)
            #expect(record.upstreamNanoseconds > 0)
            #expect(!String(describing: record).contains(key.token))
        }
    }

    @Test func `what comes by TLS is remembered and counted as https`() async throws {
        let (bench, isAsked, mayAnswer) = (try TLSBench(), Gate(), Gate())
        let script: @Sendable (RawSocket, Int) -> Void = { connection, _ in
            _ = connection.receiveMessage()
            isAsked.open()
            mayAnswer.wait()
            connection.send(ScriptedUpstream.answer("ok"))
        }
        try await self.withHarness(script, security: bench.security) { harness, log in
            let client = try bench.client(harness.connect())
            #expect(client.shakeHands())
            client.send("GET /open/a HTTP/1.1\r\nHost: a\r\n\r\n")
            isAsked.wait()
            let active = "http_server_active_requests{http_request_method=\"GET\",url_scheme=\"https\"}"
            #expect(harness.metric(active) == 1)
            mayAnswer.open()
            let answer = client.receiveAnswer()
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"), "\(answer)")
            let id = try #require(answer.firstMatch(of: /(?i)\r\nx-request-id: (\S+)/)).output.1
            let record = try await self.record(of: #require(RequestID(String(id))), log)
            #expect(record.isTLS && record.status == 200)
            let measured = #"http_server_request_duration_seconds_count{http_request_method="GET",url_scheme="https""#
            for _ in 0..<250 where !self.metrics(harness).contains(measured) { Pause.briefly() }
            let metrics = self.metrics(harness)
            #expect(metrics.contains(measured) && !metrics.contains(#"url_scheme="http""#), "\(metrics)")
            #expect(harness.metric(active) == 0)
        }
    }

    @Test func `a refusal is remembered with its reason, and so is a client that left`() async throws {
        let gate = Gate()
        let script: @Sendable (RawSocket, Int) -> Void = { connection, _ in
            _ = connection.receiveMessage()
            gate.open()
            _ = connection.receiveAll()
        }
        try await self.withHarness(script) { harness, log in
            let missing = harness.request("GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
            let record = try await self.record(missing, log)
            #expect(record.reason == .credentialMissing)
            #expect(record.status == 401)
            #expect(record.flags.contains(.refusedByAdmission))
            var client: RawSocket? = harness.connect()
            client?.send("GET /open/left HTTP/1.1\r\nHost: a\r\n\r\n")
            gate.wait()
            client?.reset()
            client = nil
            var left: DecisionRecord?
            for _ in 0..<100 where left == nil {
                left = await log.recent(limit: 10).first { $0.path.text == "/open/left" }
                Pause.briefly()
            }
            #expect(left?.status == 0)
            #expect(left?.flags.contains(.clientLeft) == true)
        }
    }

    @Test func `a refusal took time, and less than it can have taken`() async throws {
        try await self.withHarness(Self.ok) { harness, log in
            let began = ContinuousClock.now
            for request in ["GET /a HTTP/1.1\r\nHost: a\r\n\r\n", "GET /a\r\n\r\n"] {
                let record = try await self.record(harness.request(request), log)
                #expect(record.durationNanoseconds > 0)
                #expect(Duration.nanoseconds(record.durationNanoseconds) < ContinuousClock.now - began)
                #expect(record.overheadNanoseconds == record.durationNanoseconds)
            }
        }
    }

    @Test func `the trace that a request names is remembered, once and when it is valid`() async throws {
        try await self.withHarness(Self.ok) { harness, log in
            let valid = "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n"
            let other = "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b8-01\r\n"
            for (fields, span) in [
                (valid, "00f067aa0ba902b7"), (valid + other, nil), ("traceparent: garbage\r\n", nil), ("", nil),
            ] as [(String, String?)] {
                let answer = harness.request("GET /open/a HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
                let record = try await self.record(answer, log)
                // Else one has begun.
                #expect(!record.trace.isNone && (record.trace.span == span) == (span != nil))
                #expect((record.trace.traceID == "4bf92f3577b34da6a3ce929d0e0e4736") == (span != nil))
            }
        }
    }

    @Test func `a live key found in a query is named in the record, another text is not`() async throws {
        try await self.withHarness(Self.ok) { harness, log in
            let key = harness.issue()
            let exposed = harness.request("GET /a?k=\(key.token) HTTP/1.1\r\nHost: a\r\n\r\n")
            let record = try await self.record(exposed, log)
            #expect(record.reason == .credentialInQuery)
            #expect(record.status == 400)
            #expect(record.keyID == key.record.id)
            #expect(record.keyVersion == 1)
            #expect(record.ownerID == key.record.ownerID)
            let encoded = key.token.replacingOccurrences(of: "_", with: "%255F")
            let wrapped = harness.request("GET /open/a?k[x]=Bearer%2520\(encoded) HTTP/1.1\r\nHost: a\r\n\r\n")
            let second = try await self.record(wrapped, log)
            #expect(second.reason == .credentialInQuery && second.keyID == key.record.id)
            // Another secret under the same id, with a checksum of its own.
            var random = SeededGenerator(seed: 5)
            let secret = Base62.draw(Token.secretLength) { random.bytes($0) }
            let forged = String(
                decoding: Token.compose(prefix: "gk", tag: "live", id: key.record.id, secret: secret), as: UTF8.self)
            let other = harness.request("GET /a?k=\(forged) HTTP/1.1\r\nHost: a\r\n\r\n")
            let unknown = try await self.record(other, log)
            #expect(unknown.reason == .credentialInQuery)
            #expect(unknown.keyID == nil)
        }
    }

    @Test func `metrics name routes and reasons, never paths or keys`() async throws {
        try await self.withHarness(Self.ok) { harness, _ in
            let key = harness.issue()
            for _ in 0..<3 { _ = harness.request("GET /a/1 HTTP/1.1\r\nHost: a\r\nX-API-Key: \(key.token)\r\n\r\n") }
            _ = harness.request("GET /a/2 HTTP/1.1\r\nHost: a\r\n\r\n")
            let text = self.metrics(harness)
            let lines = Set(text.split(separator: "\n").map(String.init))
            let admitted = #"gatehouse_decisions_total{outcome="admit",environment="live",surface="gateway"} 3"#
            let refused =
                #"gatehouse_decisions_total{outcome="refuse",reason="credential_missing",environment="live",surface="gateway"} 1"#
            #expect(lines.contains(admitted))
            #expect(lines.contains(refused))
            #expect(text.contains(#"http_route="/**""#))
            #expect(text.contains(#"url_scheme="http""#) && !text.contains(#"url_scheme="https""#))
            #expect(!text.contains("/a/1"))
            #expect(!text.contains(key.token))
            #expect(text.contains("gatehouse_gateway_invariant_failures_total 0"))
        }
    }
}
