import Gateway
import Glibc
import HTTPMachines
import Telemetry
import Testing

/// A process that has no descriptor left, in a process of its own.
@Suite struct DescriptorShortageTests {
    @Test func `whoever lacks descriptors does not blame upstreams for it`() async {
        await #expect(processExitsWith: .success) { try await CrowdedProcess().run() }
    }
}

/// A gateway in a process that has everything open that it may.
private struct CrowdedProcess {
    func run() async throws {
        let upstream = ScriptedUpstream { connection, _ in
            while connection.receiveMessage() != nil {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            }
        }
        let harness = try await GatewayHarness(upstreamPort: upstream.port, loops: 1) { configuration in
            configuration.upstreams[0].healthCheck = HealthCheckSettings(
                path: "/health", interval: .milliseconds(100), timeout: .milliseconds(500),
                thresholds: HealthThresholds(healthy: 1, unhealthy: 1))
            configuration.upstreams[0].ejection.failures = 1
        }
        let client = harness.connect()
        for _ in 0..<250 where harness.metric("gatehouse_gateway_connections") != 1 { Pause.briefly() }
        let taken = self.takeAll()
        client.send(EdgeHarness.open)
        #expect(client.receiveMessage()?.status == 503)
        for descriptor in taken { close(descriptor) }
        client.send(EdgeHarness.open)
        #expect(client.receiveMessage()?.status == 200)
        #expect(harness.sum("gatehouse_upstream_health_checks_total", with: "\"failed\"") == 0)
        #expect(harness.sum("gatehouse_upstream_ejections_total") == 0)
        await harness.stop()
    }

    /// All that there are, and whatever becomes free while checks are due.
    private func takeAll() -> [CInt] {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = min(limit.rlim_max, 256)
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        var taken: [CInt] = []
        for _ in 0..<40 {
            while taken.count < 256, case let descriptor = dup(0), descriptor >= 0 { taken.append(descriptor) }
            Pause.briefly()
        }
        return taken
    }
}

extension GatewayHarness {
    /// The sum of a metric's series, of those whose labels have the text in them.
    fileprivate func sum(_ name: String, with label: String = "") -> Double {
        var text = PrometheusText()
        self.server.writeMetrics(to: &text)
        let lines = text.text.split(separator: "\n").filter { $0.hasPrefix(name) && $0.contains(label) }
        return lines.compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }.reduce(0, +)
    }
}
