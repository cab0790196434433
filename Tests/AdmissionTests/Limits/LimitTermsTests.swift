import Admission
import Keys
import Testing

/// What limits do beyond their numbers, as the pipeline sees it.
@Suite struct LimitTermsTests {
    private func limit(
        _ name: String, _ scope: LimitPolicy.Scope, _ limit: UInt32, _ terms: (inout LimitTerms) -> Void = { _ in }
    ) -> LimitPolicy {
        var policy = LimitPolicy(
            name: name, scope: scope, algorithm: .slidingWindow([.init(limit: limit, seconds: 60)]))
        terms(&policy.terms)
        return policy
    }

    @Test func `a network is the /24 of IPv4 and the /64 of IPv6`() {
        let limits = [self.limit("network", .network, 2)]
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route(limits: limits)])
        let (_, token) = fixture.issue()
        for address in ["192.0.2.1", "192.0.2.200"] { #expect(fixture.judge(token, address: address).admitted != nil) }
        #expect(fixture.judge(token, address: "192.0.2.7").reason == .limitExceeded)
        #expect(fixture.judge(token, address: "192.0.3.7").admitted != nil)
        for address in ["2001:db8::1", "2001:db8::2"] {
            #expect(fixture.judge(token, address: address).admitted != nil)
        }
        #expect(fixture.judge(token, address: "2001:db8::3").reason == .limitExceeded)
        #expect(fixture.judge(token, address: "2001:db8:0:1::3").admitted != nil)
    }

    @Test func `limits in the shadow are told, on admission and on refusal`() {
        let limits = [self.limit("trial", .key, 1) { $0.onExceed = .shadow }, self.limit("real", .key, 3)]
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route(limits: limits)])
        let (_, token) = fixture.issue()
        let told = { fixture.outcomes.map { [$0.isShadow, $0.isTold, $0.reason != nil] } }
        #expect(fixture.judge(token).admitted != nil)
        #expect(told() == [[true, true, false], [false, false, false]])
        for _ in 0..<2 {
            #expect(fixture.judge(token).admitted != nil)
            #expect(told() == [[true, true, true], [false, false, false]])
        }
        #expect(fixture.judge(token).refusal?.limit?.policy == "real")
        #expect(told() == [[true, true, true], [false, false, true]])
    }

    @Test func `a request may wait only where every limit that refuses lets it`() {
        let delay = LimitTerms.OnExceed.delay(maximumMilliseconds: 30_000, maximumWaiting: 5)
        let waits = self.limit("waits", .key, 1) { $0.onExceed = delay }
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        let bucket = LimitPolicy(
            name: "bucket", scope: .key, algorithm: .tokenBucket(rate: .init(limit: 1, seconds: 1), burst: 1),
            terms: waits.terms)
        let (_, patient) = fixture.issue { $0.limits = [bucket] }
        #expect(fixture.judge(patient).admitted != nil)
        #expect(fixture.judge(patient).refusal?.wait?.nanoseconds == 1_000_000_000)
        let (_, hasty) = fixture.issue { $0.limits = [bucket, self.limit("strict", .key, 1)] }
        #expect(fixture.judge(hasty).admitted != nil)
        #expect(fixture.judge(hasty).refusal?.wait == nil)
        // Longer than it may take.
        let (_, late) = fixture.issue { $0.limits = [waits] }
        #expect(fixture.judge(late).admitted != nil)
        #expect(fixture.judge(late).refusal?.wait == nil)
    }

    @Test func `a limit's own cost wins over its route's`() {
        let route = RouteRules(
            index: 0, name: "dear", project: "orders", environment: "live",
            limits: [self.limit("units", .key, 100), self.limit("requests", .key, 100) { $0.cost = 1 }], cost: 30)
        let fixture = AdmissionFixture(routes: [route])
        let (_, token) = fixture.issue()
        for _ in 0..<3 { #expect(fixture.judge(token).admitted != nil) }
        #expect(fixture.judge(token).refusal?.limit?.policy == "units")
    }

    @Test func `what a request holds is given back once`() {
        let open = LimitPolicy(name: "open", scope: .key, algorithm: .concurrency(1))
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route(limits: [open])])
        let (_, token) = fixture.issue()
        let ticket = fixture.judge(token).admitted?.ticket ?? 0
        #expect(ticket > 0)
        #expect(fixture.judge(token).reason == .limitExceeded)
        #expect(fixture.pipeline.heldCount == 1)
        fixture.pipeline.release(ticket, at: 2_000_000_000)
        #expect(fixture.pipeline.heldCount == 0)
        #expect(fixture.judge(token).admitted != nil)
        fixture.pipeline.release(0, at: 2_000_000_000)
        fixture.pipeline.release(999, at: 2_000_000_000)
        #expect(fixture.judge(token).reason == .limitExceeded)
    }
}
