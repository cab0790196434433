import Admission
import Foundation
import Gateway
import HTTPMachines
import Keys
import Testing

/// What clients are told of limits over HTTP, admitted and refused, in every dialect.
@Suite struct LimitAnswerTests {
    private static let policy = LimitPolicy(
        name: "burst", scope: .key, algorithm: .slidingWindow([.init(limit: 3, seconds: 60)]))

    /// Gives the body a gateway with these dialects, whose upstream claims limits of its own.
    private func withHarness(
        _ names: [String], warningPercent: UInt8 = 0, _ body: (_ ask: () throws -> [String]) async throws -> Void
    ) async throws {
        let upstream = ScriptedUpstream { connection, _ in
            while connection.receiveMessage() != nil {
                connection.send(
                    """
                    HTTP/1.1 200 OK\r\nContent-Length: 0\r\nRateLimit: theirs\r\nRateLimit-Limit: 77\r
                    X-RateLimit-Limit: 77\r\nx_ratelimit_remaining: 77\r\nX-RateLimit-Limit-Minute: 77\r
                    X-RateLimit-Reset: 77\r\nGatehouse-Warning: theirs\r\n\r\n
                    """)
            }
        }
        var announcement = LimitAnnouncement()
        announcement.warningPercent = warningPercent
        announcement.dialects = LimitDialects.named.filter { names.contains($0.key) }
            .reduce([]) { $0.union($1.value) }
        let harness = try await GatewayHarness(
            upstreamPort: upstream.port, routes: [GatewayHarness.route(0, "/**", limits: [Self.policy])]
        ) { [announcement] in $0.limitAnnouncement = announcement }
        let token = harness.issue().token
        try await body {
            let client = harness.connect()
            client.send("GET /a HTTP/1.1\r\nHost: a\r\nX-API-Key: \(token)\r\n\r\n")
            let lines = try #require(client.receiveMessage()).lines
            return lines.filter { $0.lowercased().contains("ratelimit") || $0.hasPrefix("Gatehouse-Warning") }
        }
        await harness.stop()
    }

    /// The lines with the seconds until there is more, which a test cannot know, as `T`, and a moment so far on as `U`.
    private func plain(_ lines: [String]) throws -> [String] {
        try lines.map { line in
            var line = line
            for (beginning, name) in [(";t=", ";t="), ("Reset: ", "Reset: ")] {
                guard let range = line.range(of: beginning) else { continue }
                let number = try #require(Int64(line[range.upperBound...].prefix { $0.isNumber }))
                let isMoment = number > 1_000_000_000
                if isMoment { #expect((0...70).contains(number - GatewayHarness.now.seconds)) }
                #expect(isMoment || (1...66).contains(number))
                line = line.replacing("\(name)\(number)", with: isMoment ? "\(name)U" : "\(name)T")
            }
            return line
        }
    }

    private static func structured(_ remaining: Int) -> [String] {
        [#"RateLimit-Policy: "burst";q=3;w=60"#, #"RateLimit: "burst";r=\#(remaining);t=T"#]
    }

    private static func older(_ name: String, _ remaining: Int) -> [String] {
        let plain = ["RateLimit-Limit: 3", "RateLimit-Remaining: \(remaining)", "RateLimit-Reset: T"]
        switch name {
        case "draft3": return plain
        case "kong": return ["X-RateLimit-Limit-Minute: 3", "X-RateLimit-Remaining-Minute: \(remaining)"] + plain
        default:
            return [
                "X-RateLimit-Limit: 3", "X-RateLimit-Remaining: \(remaining)",
                "X-RateLimit-Reset: \(name == "unkey" ? "U" : "T")",
            ]
        }
    }

    private static let theirs = [
        "RateLimit-Limit: 77", "X-RateLimit-Limit: 77", "x_ratelimit_remaining: 77", "X-RateLimit-Limit-Minute: 77",
        "X-RateLimit-Reset: 77",
    ]

    @Test func `by default only the draft's fields are ours, and an upstream's own pass`() async throws {
        try await self.withHarness(["draft10"]) { ask in
            let lines = try ask()
            #expect(try self.plain(Array(lines.suffix(2))) == Self.structured(2))
            #expect(lines.dropLast(2) == Self.theirs[...])
        }
    }

    @Test(arguments: ["unkey", "apisix", "tyk", "envoy", "draft3", "kong"])
    func `an older dialect is told beside the draft's, on every answer, in the place of what an upstream says`(
        name: String
    ) async throws {
        try await self.withHarness(["draft10", name]) { ask in
            for remaining in [2, 1, 0, 0] {
                let ours = try self.plain(try ask().filter { !Self.theirs.contains($0) })
                #expect(ours == Self.structured(remaining) + Self.older(name, remaining))
            }
        }
        try await self.withHarness([name]) { ask in
            let lines = try ask()
            let names = Self.older(name, 2).compactMap { $0.split(separator: ":").first?.lowercased() }
            for line in lines where Self.theirs.contains(line) {
                let folded = line.lowercased().replacing("_", with: "-")
                #expect(!names.contains { folded.hasPrefix($0 + ":") }, "\(line)")
            }
        }
    }

    @Test func `without any dialect nothing is told`() async throws {
        try await self.withHarness([]) { ask in
            for _ in 0..<3 {
                let lines = try ask()
                #expect(lines == Self.theirs)
            }
            let refused = try ask()
            #expect(refused.isEmpty)
        }
    }

    @Test func `who has little left is warned, until there is nothing left to warn of`() async throws {
        try await self.withHarness(["draft10"], warningPercent: 50) { ask in
            let warnings = try (0..<4).map { _ in
                try self.plain(try ask().filter { $0.hasPrefix("Gatehouse-Warning") })
            }
            #expect(
                warnings == [
                    [], [#"Gatehouse-Warning: limit-low;policy="burst";q=3;r=1;t=T"#],
                    [#"Gatehouse-Warning: limit-low;policy="burst";q=3;r=0;t=T"#], [],
                ])
        }
    }

    @Test func `one name cannot say two things`() async throws {
        await #expect(throws: GatewayError.self) { try await self.withHarness(["unkey", "tyk"]) { _ in } }
    }
}
