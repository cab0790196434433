import HTTPMachines
import Keys
import Testing

/// Proxies are told of limits in the words that the configuration names, for their clients.
@Suite struct LimitDialectTests {
    private func fixture(_ dialects: LimitDialects, warningPercent: UInt8 = 0) throws -> ProxyFixture {
        var limits = LimitAnnouncement()
        (limits.dialects, limits.warningPercent) = (dialects, warningPercent)
        return try ProxyFixture(limits: limits)
    }

    @Test func `what is let through and what is refused tells the limit in each dialect, to each proxy`() throws {
        let proxy = try self.fixture([.structured, .prefixed, .byUnit])
        let token = proxy.fixture.issue().token
        let own = [proxy.bearer(token)]
        let answers = [
            proxy.traefik("GET", "/limited", own), proxy.envoy("GET", "/limited", own),
            proxy.nginx("GET", "/limited", own), proxy.traefik("GET", "/limited", own),
        ]
        #expect(answers.map(\.status) == [200, 200, 403, 429])
        for (answer, remaining) in zip(answers, ["1", "0", "0", "0"]) {
            #expect(answer.fields["ratelimit-policy"] == "\"route\";q=2;w=60")
            #expect(answer.fields["ratelimit"]?.hasPrefix("\"route\";r=\(remaining);t=") == true)
            #expect(answer.fields["x-ratelimit-limit"] == "2" && answer.fields["x-ratelimit-remaining"] == remaining)
            #expect(answer.fields["x-ratelimit-limit-minute"] == "2")
            #expect(answer.fields["x-ratelimit-remaining-minute"] == remaining)
            let reset = try #require(answer.fields["x-ratelimit-reset"])
            #expect(answer.fields["ratelimit"]?.hasSuffix(";t=\(reset)") == true)
            #expect(answer.fields["ratelimit-limit"] == nil)
        }
    }

    @Test func `a moment is told in seconds since 1970`() throws {
        let proxy = try self.fixture(.prefixedUntil)
        let answer = proxy.traefik("GET", "/limited", [proxy.bearer(proxy.fixture.issue().token)])
        let reset = try #require(answer.fields["x-ratelimit-reset"].flatMap { Int64($0) })
        #expect((1...66).contains(reset - VerifyFixture.now.seconds))
        #expect(answer.fields["ratelimit"] == nil && answer.fields["ratelimit-policy"] == nil)
    }

    @Test func `who has little left is warned`() throws {
        let proxy = try self.fixture(.structured, warningPercent: 50)
        let own = [proxy.bearer(proxy.fixture.issue().token)]
        #expect(proxy.traefik("GET", "/limited", own).fields["gatehouse-warning"] == nil)
        let low = proxy.traefik("GET", "/limited", own)
        #expect(low.fields["gatehouse-warning"]?.hasPrefix("limit-low;policy=\"route\";q=2;r=0;t=") == true)
        #expect(proxy.traefik("GET", "/limited", own).fields["gatehouse-warning"] == nil)
    }

    @Test func `a refusal has every member of a used up limit, for each proxy`() throws {
        let proxy = try self.fixture(.structured)
        let own = [proxy.bearer(proxy.fixture.issue().token)]
        for _ in 0..<2 { _ = proxy.traefik("GET", "/limited", own) }
        for reply in [
            proxy.traefik("GET", "/limited", own), proxy.envoy("GET", "/limited", own),
            proxy.nginx("GET", "/limited", own),
        ] {
            #expect(reply.text("type") == "https://iana.org/assignments/http-problem-types#quota-exceeded")
            #expect(reply.text("error") == "rate_limit_exceeded" && reply.text("code") == "limit_exceeded")
            for member in [
                "\"current_usage\":2", "\"limit\":2", "\"reset_time\":\"2026-", "\"retry_after\":",
                "\"violated-policies\":[\"route\"]",
            ] {
                #expect(reply.body.contains(member), "\(member)")
            }
        }
    }
}
