import Cryptography
import Foundation
import Gateway
import Keys
import Telemetry
import TestKit
import Testing
import TransportSecurity

@Suite struct VerifyTLSTests {
    private func withHarness(
        _ bench: TLSBench, configure: (inout VerifyConfiguration) -> Void = { _ in },
        _ body: (VerifyHarness) throws -> Void
    ) async throws {
        let harness = try await VerifyHarness(loops: 1, security: bench.security, configure: configure)
        try body(harness)
        await harness.stop()
    }

    private func metrics(_ harness: VerifyHarness) -> String {
        var text = PrometheusText()
        harness.gateway.server.writeMetrics(to: &text)
        return text.text
    }

    @Test func `questions are answered over TLS, and browsers are told that it stays so`() async throws {
        let bench = try TLSBench()
        try await self.withHarness(bench) { harness in
            let key = harness.gateway.issue()
            let client = try bench.client(harness.connect())
            #expect(client.shakeHands())
            for _ in 0..<3 {
                client.send(harness.question(key.token))
                let answer = client.receiveAnswer()
                #expect(answer.contains("{\"valid\":true,\"code\":\"valid\""), "\(answer)")
                #expect(answer.contains("\r\nStrict-Transport-Security: max-age=31536000\r\n"), "\(answer)")
            }
            let handshakes = harness.gateway.server.handshakes
            #expect(
                handshakes.map(\.labels) == ["full", "resumed", "failed", "shed"].map { ["verify", $0] })
            #expect(handshakes.map(\.value) == [1, 0, 0, 0])
            let metrics = self.metrics(harness)
            #expect(metrics.contains(#"http_server_active_requests{http_request_method="POST",url_scheme="https"}"#))
            #expect(metrics.contains(#"url_scheme="https",http_response_status_code="200""#))
            #expect(!metrics.contains(#"url_scheme="http""#))
        }
    }

    @Test func `a body in many pieces is gathered`() async throws {
        let bench = try TLSBench()
        try await self.withHarness(bench) { harness in
            let key = harness.gateway.issue()
            let client = try bench.client(harness.connect())
            #expect(client.shakeHands())
            for character in harness.question(key.token) { client.send(String(character)) }
            #expect(client.receiveAnswer().contains("{\"valid\":true"))
        }
    }

    @Test func `plain HTTP gets no answer`() async throws {
        let bench = try TLSBench()
        try await self.withHarness(bench) { harness in
            let client = harness.connect()
            client.send(harness.question(harness.caller))
            let answer = String(decoding: client.receiveAll(), as: UTF8.self)
            #expect(!answer.contains("HTTP"), "\(answer)")
        }
    }

    @Test func `the socket stays plain, and says nothing of TLS`() async throws {
        let bench = try TLSBench()
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("gh-\(UUID())/verify.sock").path
        try FileManager.default.createDirectory(
            atPath: String(path.dropLast("/verify.sock".count)), withIntermediateDirectories: true)
        try await self.withHarness(bench, configure: { $0.socket = path }) { harness in
            let client = RawSocket(path: path)
            client.send(harness.question(harness.gateway.issue().token))
            let answer = client.receiveMessage()
            #expect(answer?.text.hasPrefix("{\"valid\":true") == true)
            #expect(answer?["strict-transport-security"] == nil)
        }
    }

    @Test func `who shows no certificate is refused where one is required`() async throws {
        let bench = try TLSBench(clientsAreRequired: true)
        try await self.withHarness(bench) { harness in
            let question = harness.question(harness.gateway.issue().token)
            // In TLS 1.3 the client is through first, and learns of it when it reads.
            let stranger = try bench.client(harness.connect())
            if stranger.shakeHands() { stranger.send(question) }
            #expect(stranger.receiveAnswer().isEmpty)
            let known = try bench.client(harness.connect(), showsCertificate: true)
            #expect(known.shakeHands())
            known.send(question)
            #expect(known.receiveAnswer().contains("{\"valid\":true"))
        }
    }

    @Test func `the caller's own key may be bound to its certificate`() async throws {
        let bench = try TLSBench(clientsAreRequired: false)
        let thumbprint = try #require(CertificateThumbprint(try bench.clientPair.thumbprint()))
        let rights = Grants(allowed: ["keys:verify"].compactMap { PermissionPattern($0) })
        try await self.withHarness(bench) { harness in
            let key = harness.gateway.issue()
            let bound = harness.gateway.issue {
                $0.grants = rights
                $0.restrictions.certificates = [thumbprint]
            }
            for (shows, expected) in [(true, "{\"valid\":true"), (false, "step_up_required")] {
                let client = try bench.client(harness.connect(), showsCertificate: shows)
                #expect(client.shakeHands())
                client.send(harness.question(key.token, by: bound.token))
                let answer = client.receiveAnswer()
                #expect(answer.contains(expected), "\(answer)")
            }
        }
    }

    @Test func `one connection too many ends before its handshake, and is counted`() async throws {
        let bench = try TLSBench()
        try await self.withHarness(bench, configure: { $0.maximumConnections = 1 }) { harness in
            let first = try bench.client(harness.connect())
            #expect(first.shakeHands())
            let second = try bench.client(harness.connect())
            #expect(!second.shakeHands())
            #expect(
                self.metrics(harness).contains(
                    "gatehouse_gateway_protections_total{reason=\"connections_full\"} 1\n"))
            first.send(harness.question(harness.gateway.issue().token))
            #expect(first.receiveAnswer().contains("{\"valid\":true"))
        }
    }

    @Test func `handshakes that come too fast are reset, and who is through goes on`() async throws {
        let bench = try TLSBench()
        try await self.withHarness(bench, configure: { $0.tls?.handshakesPerSecond = 3 }) { harness in
            let first = try bench.client(harness.connect())
            #expect(first.shakeHands())
            // Each begins by the first byte that it waits for: nobody sends one.
            let others = (0..<20).map { _ in harness.connect() }
            let reset = others.filter { $0.hasAnswer(within: 100) }
            #expect(reset.count >= 16 && reset.allSatisfy { $0.receive()?.isEmpty ?? true }, "\(reset.count)")
            let shed = harness.gateway.server.handshakes.first { $0.labels == ["verify", "shed"] }?.value
            #expect(shed == UInt64(reset.count))
            #expect(
                self.metrics(harness).contains(
                    "gatehouse_gateway_protections_total{reason=\"handshake_rate\"} \(reset.count)\n"))
            first.send(harness.question(harness.gateway.issue().token))
            #expect(first.receiveAnswer().contains("{\"valid\":true"))
        }
    }

    @Test func `handshakes take no more than half of the connections, and their end makes room`() async throws {
        let bench = try TLSBench()
        try await self.withHarness(bench, configure: { $0.maximumConnections = 4 }) { harness in
            let stalled = (0..<2).map { _ in harness.connect() }
            stalled.forEach { $0.send([0x16, 3, 1, 2, 0]) }
            let third = harness.connect()
            #expect(third.receive()?.isEmpty ?? true)
            #expect(
                self.metrics(harness).contains(
                    "gatehouse_gateway_protections_total{reason=\"handshakes_full\"} 1\n"))
            stalled.forEach { $0.reset() }
            var isThrough = false
            for _ in 0..<100 where !isThrough { isThrough = try bench.client(harness.connect()).shakeHands() }
            #expect(isThrough)
        }
    }

    @Test func `a handshake has as long as a head`() async throws {
        let bench = try TLSBench()
        try await self.withHarness(bench, configure: { $0.headTimeout = .milliseconds(200) }) { harness in
            let client = harness.connect()
            client.send([0x16, 3, 1, 2, 0])
            #expect(client.receive()?.isEmpty ?? true)
            #expect(
                self.metrics(harness).contains("gatehouse_gateway_protections_total{reason=\"handshake_slow\"} 1\n"))
        }
    }

    @Test func `settings and certificates are there together, and only for an address`() async {
        var configuration = VerifyConfiguration()
        configuration.tls = TLSSettings(certificates: [])
        configuration.address = nil
        configuration.socket = "/run/a/verify.sock"
        #expect(throws: GatewayError.self) { try configuration.validated() }
    }
}
