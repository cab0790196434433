import ConfigurationReading
import Testing

@Suite struct CapacitySettingsTests {
    private func capacity(_ limiter: String) throws -> CapacitySettings {
        let text = """
            limiter: \(limiter)
            upstreams: [{name: orders, address: 127.0.0.1, port: 9}]
            routes: [{name: all, path: /**, open: true}]
            """
        return try ServerConfiguration(file: "gatehouse.yaml", text: text).capacity
    }

    @Test func `nothing is lowered unless it is said`() throws {
        #expect(try self.capacity("{capacity: 4096}").isEmpty)
        let one = try self.capacity("{lowerAbovePercent: 80}")
        #expect(one.processorPercent == 80 && !one.regardsUpstreams)
    }

    @Test func `upstreams are regarded by latency, by errors, or by both`() throws {
        let both = try self.capacity("{lowerAboveUpstreamLatencyMs: 500, lowerAboveUpstreamErrorPercent: 20}")
        #expect(both.upstreamLatencyMilliseconds == 500 && both.upstreamErrorPercent == 20 && both.regardsUpstreams)
        #expect(both.processorPercent == nil)
    }

    @Test(arguments: [
        "{lowerAbovePercent: 19}", "{lowerAbovePercent: 101}", "{lowerAboveUpstreamLatencyMs: 0}",
        "{lowerAboveUpstreamLatencyMs: 600001}", "{lowerAboveUpstreamLatencyMs: fast}",
        "{lowerAboveUpstreamErrorPercent: 0}", "{lowerAboveUpstreamErrorPercent: 101}",
        "{lowerAboveUpstreamErrors: 3}",
    ])
    func `absurd numbers and unknown names are refused`(limiter: String) {
        #expect(throws: ConfigurationError.self) { try self.capacity(limiter) }
    }

    @Test func `a limit of a route is not raised by trust`() {
        let text = """
            upstreams: [{name: orders, address: 127.0.0.1, port: 9}]
            routes: [{name: all, path: /**, open: true}]
            limits: [{name: a, scope: key, windows: [{limit: 1, seconds: 1}], trusted: {afterCleanDays: 30, percent: 150}}]
            """
        #expect(throws: ConfigurationError.self) { try ServerConfiguration(file: "gatehouse.yaml", text: text) }
    }
}
