import Gateway
import Testing

/// A loop that is behind says so at once.
@Suite struct OverloadTests {
    @Test func `requests are turned away while what is ready waits too long, and served again afterwards`() async throws
    {
        let configure = { (configuration: inout GatewayConfiguration) in
            configuration.edge.overloadDelay = .milliseconds(1)
        }
        try await EdgeHarness.with(loops: 1, configure: configure) { harness in
            let clients = (0..<400).map { _ in harness.connect() }
            var turnedAway: [Message] = []
            for _ in 0..<40 where turnedAway.isEmpty {
                for client in clients { client.send(EdgeHarness.open + EdgeHarness.open) }
                for client in clients {
                    for _ in 0..<2 {
                        guard let answer = client.receiveMessage(), answer.status == 503 else { continue }
                        turnedAway.append(answer)
                    }
                }
            }
            let answer = try #require(turnedAway.first)
            #expect(answer["retry-after"] == "1")
            #expect(answer.text.contains("temporarily_unavailable"))
            #expect(harness.protections("overloaded") > 0)
            // The next measurement finds nobody waiting.
            var status = 0
            for _ in 0..<250 where status != 200 {
                Pause.briefly()
                status = harness.request(EdgeHarness.open)?.status ?? 0
            }
            #expect(status == 200)
        }
    }
}
