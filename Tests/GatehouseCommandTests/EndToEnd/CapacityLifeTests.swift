import Foundation
import Synchronization
import Testing

@testable import gatehouse

/// Limits that are lowered by how an upstream does: a real server before a real upstream that is slow, or fails.
@Suite struct CapacityLifeTests {
    /// Asks from several threads for as long as it lives.
    private final class Load: Sendable {
        private let isOver = Mutex(false)

        init(port: Int, token: String) {
            for _ in 0..<6 {
                Thread { [self] in
                    while !self.isOver.withLock({ $0 }) {
                        _ = PlainRequest.isAdmitted(port: port, token: token, path: "/moody")
                        // Some hundred requests a second are load enough.
                        _ = poll(nil, 0, 10)
                    }
                }.start()
            }
        }

        func end() { self.isOver.withLock { $0 = true } }
    }

    private func server(before upstream: MoodyUpstream) throws -> ServedGatehouse {
        let server = try ServedGatehouse()
        server.stop()
        let place = "upstreams:\n"
        let text = try String(contentsOfFile: server.configuration, encoding: .utf8)
            .replacingOccurrences(
                of: place, with: place + "  - {name: moody, address: 127.0.0.1, port: \(upstream.port)}\n")
        let settings = """
              - {name: moody, path: /moody, upstream: moody, project: demo, environment: dev, permission: "demo:read"}
            limiter: {lowerAboveUpstreamLatencyMs: 100, lowerAboveUpstreamErrorPercent: 20}

            """
        try (text + settings).write(toFile: server.configuration, atomically: true, encoding: .utf8)
        try server.start()
        return server
    }

    /// A key with a limit of twenty an hour, of a priority.
    private func issue(_ priority: String, on server: ServedGatehouse, by operatorToken: String) throws -> String {
        let shown = try server.document(
            "keys create \(priority) --permission demo:read --owner first-service --limit 20/1h --show-request")
        var body = try #require(shown["body"])
        guard case .object(var members) = body, case .array(let limits)? = members["limits"],
            case .object(var limit)? = limits.first
        else { throw CocoaError(.coderInvalidValue) }
        limit["priority"] = .string(priority)
        members["limits"] = .array([.object(limit)])
        body = .object(members)
        let made = try GatewayAnswer(
            port: server.adminPort, "POST", "/v1/keys",
            fields: ["Authorization": "Bearer \(operatorToken)", "Content-Type": "application/json"],
            body: body.encoded)
        #expect(made.status == 201, "\(made.body)")
        return try #require(made.document?["secret"]?.string)
    }

    private func percent(_ server: ServedGatehouse, _ priority: String) throws -> Int? {
        let metrics = try GatewayAnswer(port: server.adminPort, "GET", "/metrics").body
        let mark = #"gatehouse_limiter_capacity_percent{upstream="moody",priority="\#(priority)"} "#
        return metrics.split(separator: "\n").first { $0.hasPrefix(mark) }.flatMap { Int($0.dropFirst(mark.count)) }
    }

    /// Looks until the metrics say so.
    private func wait(_ server: ServedGatehouse, _ priority: String, until isSo: (Int) -> Bool) throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while try !(self.percent(server, priority).map(isSo) ?? false) {
            try #require(ContinuousClock.now < deadline, "\(priority) is not so in time")
            _ = poll(nil, 0, 100)
        }
    }

    private func ask(_ server: ServedGatehouse, _ token: String, _ times: Int) throws -> [GatewayAnswer] {
        try (0..<times).map { _ in try server.get(token, path: "/moody") }
    }

    @Test(arguments: [MoodyUpstream.Mood.slow, .failing])
    func `limits fall while an upstream does badly, of the lowest priority first, and come back`(
        mood: MoodyUpstream.Mood
    ) throws {
        let upstream = try MoodyUpstream()
        let server = try self.server(before: upstream)
        let operatorToken = try server.quiet("operators", "create", "olga", "--level", "admin")
        let low = try self.issue("low", on: server, by: operatorToken)
        let high = try self.issue("high", on: server, by: operatorToken)
        let load = Load(port: server.gatewayPort, token: try server.issue("load"))
        defer { load.end() }
        try self.wait(server, "low") { $0 == 100 }

        upstream.become(mood)
        try self.wait(server, "low") { $0 <= 50 }
        let answers = try self.ask(server, low, 11)
        let refused = try #require(answers.last)
        #expect(refused.status == 503)
        #expect(refused.code == "temporarily_unavailable")
        #expect(refused.document?["type"]?.string?.hasSuffix("#temporary-reduced-capacity") == true)
        #expect(refused.fields["retry-after"] != nil)
        let why = try server.run("why", refused.requestID)
        #expect(why.output.contains("temporarily_unavailable"), "\(why.output)")
        // The other upstream does well, and the key has its whole limit there.
        #expect(try server.get(low).status == 200)
        let lowered = answers.count { $0.code != "temporarily_unavailable" } + 1
        #expect(lowered <= 11)
        // Who has a high priority keeps what was promised.
        #expect(try self.percent(server, "high") == 100)
        #expect(try self.ask(server, high, 20).allSatisfy { $0.code == nil || $0.status == 503 })
        #expect(try self.ask(server, high, 1).first?.code == "limit_exceeded")

        upstream.become(.quick)
        try self.wait(server, "low") { $0 == 100 }
        let rest = try self.ask(server, low, 20).count { $0.status == 200 }
        #expect(lowered + rest == 20, "what was used while the limit was lowered counts, and nothing else")
        #expect(server.log.contains("limits are lowered") && server.log.contains("limits are whole again"))
    }
}
