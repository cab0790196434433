import HTTPMachines
import Testing

/// The fields about limits, byte by byte.
@Suite struct LimitLinesTests {
    private static let now: Int64 = 1_796_083_200
    private static let daily = LimitFigures(
        policy: "daily", limit: 1000, windowSeconds: 86_400, remaining: 50, resetSeconds: 30)

    private func lines(_ dialects: LimitDialects, _ figures: LimitFigures = daily, at now: Int64 = now) -> [String] {
        var output: [UInt8] = []
        LimitLines.append(figures, in: dialects, at: now, to: &output)
        let text = String(decoding: output, as: UTF8.self)
        #expect(text.isEmpty || text.hasSuffix("\r\n"))
        return text.split(separator: "\r\n").map(String.init)
    }

    private func dialects(_ name: String) -> LimitDialects {
        LimitDialects.named.first { $0.key == name }?.value ?? []
    }

    /// interfaces: draft-ietf-httpapi-ratelimit-headers-10, 3.1 and 4.1.
    @Test func `draft10 is two structured lists`() {
        #expect(
            self.lines(self.dialects("draft10")) == [
                #"RateLimit-Policy: "daily";q=1000;w=86400"#, #"RateLimit: "daily";r=50;t=30"#,
            ])
    }

    @Test func `draft3 tells seconds from now`() {
        #expect(
            self.lines(self.dialects("draft3")) == [
                "RateLimit-Limit: 1000", "RateLimit-Remaining: 50", "RateLimit-Reset: 30",
            ])
    }

    @Test func `unkey tells seconds since 1970`() {
        #expect(
            self.lines(self.dialects("unkey")) == [
                "X-RateLimit-Limit: 1000", "X-RateLimit-Remaining: 50", "X-RateLimit-Reset: 1796083230",
            ])
    }

    @Test(arguments: ["apisix", "tyk", "envoy"]) func `others tell seconds from now under the same names`(name: String)
    {
        #expect(
            self.lines(self.dialects(name)) == [
                "X-RateLimit-Limit: 1000", "X-RateLimit-Remaining: 50", "X-RateLimit-Reset: 30",
            ])
    }

    @Test(
        arguments: [
            (1, "Second"), (60, "Minute"), (3_600, "Hour"), (86_400, "Day"), (28 * 86_400, "Month"),
            (31 * 86_400, "Month"), (365 * 86_400, "Year"), (366 * 86_400, "Year"),
        ] as [(UInt32, String)])
    func `kong names the unit of the window`(seconds: UInt32, unit: String) {
        let figures = LimitFigures(
            policy: "a", limit: 5, windowSeconds: seconds, remaining: 4, resetSeconds: 1)
        #expect(
            self.lines(self.dialects("kong"), figures) == [
                "X-RateLimit-Limit-\(unit): 5", "X-RateLimit-Remaining-\(unit): 4", "RateLimit-Limit: 5",
                "RateLimit-Remaining: 4", "RateLimit-Reset: 1",
            ])
    }

    @Test(arguments: [0, 2, 59, 90, 7_200, 604_800, 32 * 86_400, .max] as [UInt32])
    func `a window that is no unit is told without one`(seconds: UInt32) {
        let figures = LimitFigures(
            policy: "a", limit: 5, windowSeconds: seconds, remaining: 4, resetSeconds: 1)
        #expect(self.lines(self.dialects("kong"), figures).count == 3)
    }

    @Test func `several are told one after the other, each name once, and none when there is none`() {
        #expect(self.lines([.structured, .prefixed]).count == 5)
        #expect(self.lines(self.dialects("kong").union(self.dialects("draft3"))).count == 5)
        #expect(self.lines([]).isEmpty)
    }

    @Test func `requests under way have no window and nobody knows when there is more`() {
        let figures = LimitFigures(
            policy: "busy", limit: 10, windowSeconds: 0, remaining: 3, resetSeconds: 0, isConcurrency: true)
        #expect(
            self.lines(.structured, figures) == [
                #"RateLimit-Policy: "busy";q=10;qu="concurrent-requests""#, #"RateLimit: "busy";r=3"#,
            ])
        #expect(self.lines(self.dialects("kong"), figures).count == 3)
    }

    @Test func `no number traps and no window is shorter than a second`() {
        let figures = LimitFigures(
            policy: "a", limit: .max, windowSeconds: 0, remaining: .max, resetSeconds: .max)
        #expect(self.lines(.structured, figures)[0] == #"RateLimit-Policy: "a";q=4294967295;w=1"#)
        #expect(self.lines(.prefixedUntil, figures, at: .max)[2] == "X-RateLimit-Reset: 999999999999999")
        #expect(self.lines(.prefixedUntil, figures, at: .min)[2] == "X-RateLimit-Reset: 4294967295")
    }

    @Test func `a name cannot end its line`() {
        let figures = LimitFigures(
            policy: "a\r\nX: \"y\"", limit: 1, windowSeconds: 1, remaining: 1, resetSeconds: 1)
        #expect(self.lines(.structured, figures).count == 2)
        var output: [UInt8] = []
        LimitLines.appendWarning(figures, to: &output)
        #expect(output.filter { $0 == 0x0a }.count == 1)
    }

    @Test func `a warning is a token with what is left`() {
        var output: [UInt8] = []
        LimitLines.appendWarning(Self.daily, to: &output)
        #expect(
            String(decoding: output, as: UTF8.self)
                == "Gatehouse-Warning: limit-low;policy=\"daily\";q=1000;r=50;t=30\r\n")
    }

    @Test(
        arguments: [
            (10, 10, 100, false), (10, 9, 100, true), (100, 100, 100, false), (100, 99, 100, true), (0, 0, 100, false),
            (1, 0, 1, true), (100, .max, .max, false), (50, 0, 0, false),
        ] as [(UInt8, UInt32, UInt32, Bool)])
    func `who has less than so many percent left is below`(
        percent: UInt8, remaining: UInt32, limit: UInt32, isBelow: Bool
    ) {
        #expect(LimitFigures.isBelow(percent, remaining: remaining, of: limit) == isBelow)
    }

    @Test func `one name says one thing`() {
        #expect(self.dialects("unkey").union(self.dialects("tyk")).isAmbiguous)
        #expect(!self.dialects("unkey").union(self.dialects("kong")).isAmbiguous)
        #expect(!self.dialects("apisix").union(self.dialects("envoy")).isAmbiguous)
    }

    @Test func `the names of older fields are those that are said`() {
        for (name, dialects) in LimitDialects.named {
            var said: Set<String> = []
            for seconds: UInt32 in [1, 60, 3_600, 86_400, 30 * 86_400, 365 * 86_400] {
                let figures = LimitFigures(
                    policy: "a", limit: 5, windowSeconds: seconds, remaining: 4, resetSeconds: 1)
                said.formUnion(
                    self.lines(dialects.older, figures).compactMap { $0.split(separator: ":").first.map(String.init) })
            }
            #expect(Set(dialects.olderNames) == said, "\(name)")
        }
    }
}
