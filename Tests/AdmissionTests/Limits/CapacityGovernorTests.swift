import Admission
import Keys
import Testing

@Suite struct CapacityGovernorTests {
    private func feed(_ governor: inout CapacityGovernor, _ load: UInt32, _ seconds: Int) {
        for _ in 0..<seconds { governor.note(.init(UInt64(load), mark: 80, calmBelow: 65)) }
    }

    @Test func `a short peak lowers nothing`() {
        var governor = CapacityGovernor()
        for _ in 0..<50 {
            self.feed(&governor, 100, 2)
            self.feed(&governor, 70, 1)
        }
        #expect(governor.factors.isWhole)
    }

    @Test func `the lowest priority falls first, step by step, and nothing to nothing`() {
        var governor = CapacityGovernor()
        self.feed(&governor, 81, 3)
        #expect(governor.factors == .init(low: 90, normal: 100, high: 100))
        self.feed(&governor, 100, 8)
        #expect(governor.factors == .init(low: 10, normal: 100, high: 100))
        self.feed(&governor, 100, 1)
        #expect(governor.factors.normal == 90)
        self.feed(&governor, 100, 100)
        #expect(governor.factors == .init(low: 10, normal: 20, high: 50))
    }

    @Test func `between busy and calm nothing moves`() {
        var governor = CapacityGovernor()
        self.feed(&governor, 100, 12)
        let factors = governor.factors
        for _ in 0..<100 {
            self.feed(&governor, 80, 1)
            self.feed(&governor, 65, 1)
        }
        #expect(governor.factors == factors)
    }

    @Test func `the highest priority comes back first, and all in the end`() {
        var governor = CapacityGovernor()
        self.feed(&governor, 100, 100)
        self.feed(&governor, 10, 5)
        #expect(governor.factors == .init(low: 10, normal: 20, high: 60))
        self.feed(&governor, 10, 100)
        #expect(governor.factors.isWhole)
    }

    @Test func `of two looks, one that is busy is enough, and both have to be calm`() {
        #expect(CapacityLoad.busy.and(.calm) == .busy && CapacityLoad.between.and(.busy) == .busy)
        #expect(CapacityLoad.calm.and(.between) == .between && CapacityLoad.calm.and(.calm) == .calm)
    }

    @Test func `a busy upstream lowers the limits of its own requests only`() {
        let limit = { (name: String, priority: LimitTerms.Priority) in
            var limit = LimitPolicy(
                name: name, scope: .key, algorithm: .slidingWindow([.init(limit: 10, seconds: 60)]))
            limit.terms.priority = priority
            return limit
        }
        let routes = ["slow", "fast"].enumerated().map { index, upstream in
            RouteRules(index: index, name: upstream, project: "orders", environment: "live", upstream: upstream)
        }
        let fixture = AdmissionFixture(routes: routes)
        let (_, low) = fixture.issue { $0.limits = [limit("low", .low)] }
        let (_, high) = fixture.issue { $0.limits = [limit("high", .high)] }
        let capacity = fixture.pipeline.plan.capacity
        let slow = RouteRules.number(ofUpstream: "slow")
        capacity.set(.whole, upstreams: [slow: .init(low: 20, normal: 100, high: 100)])
        for _ in 0..<2 { #expect(fixture.judge(low, route: 0).admitted != nil) }
        #expect(fixture.judge(low, route: 0).reason == .capacityReduced)
        // The same count, and the whole of the limit.
        for _ in 0..<8 { #expect(fixture.judge(low, route: 1).admitted != nil) }
        #expect(fixture.judge(low, route: 1).reason == .limitExceeded)
        for _ in 0..<10 { #expect(fixture.judge(high, route: 0).admitted != nil) }
        // Of node and upstream the lesser holds.
        capacity.set(.init(low: 100, normal: 100, high: 50), upstreams: [slow: .init(low: 20, normal: 20, high: 70)])
        #expect(capacity.factors(of: slow) == .init(low: 20, normal: 20, high: 50))
        #expect(capacity.factors(of: 0) == .init(low: 100, normal: 100, high: 50))
        capacity.set(.whole)
        #expect(capacity.factors(of: slow).isWhole)
    }

    @Test func `what is written down of the rules says that capacity was short`() throws {
        var limit = LimitPolicy(name: "low", scope: .key, algorithm: .slidingWindow([.init(limit: 10, seconds: 60)]))
        limit.terms.priority = .low
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        let (_, token) = fixture.issue { $0.limits = [limit] }
        fixture.pipeline.plan.capacity.set(.init(low: 10, normal: 100, high: 100))
        #expect(fixture.judge(token).admitted != nil)
        #expect(fixture.judge(token).reason == .capacityReduced)
        let outcome = fixture.pipeline.rules[0]
        #expect(outcome.reason == .capacityReduced && outcome.capacity == 1)
    }

    @Test func `a lowered limit says that capacity is short, and a limit of high priority holds`() {
        let limit = { (name: String, priority: LimitTerms.Priority) in
            var limit = LimitPolicy(
                name: name, scope: .key, algorithm: .slidingWindow([.init(limit: 10, seconds: 60)]))
            limit.terms.priority = priority
            return limit
        }
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        let (_, low) = fixture.issue { $0.limits = [limit("low", .low)] }
        let (_, high) = fixture.issue { $0.limits = [limit("high", .high)] }
        fixture.pipeline.plan.capacity.set(.init(low: 30, normal: 100, high: 100))
        for _ in 0..<3 { #expect(fixture.judge(low).admitted != nil) }
        #expect(fixture.judge(low).reason == .capacityReduced)
        for _ in 0..<10 { #expect(fixture.judge(high).admitted != nil) }
        #expect(fixture.judge(high).reason == .limitExceeded)
        fixture.pipeline.plan.capacity.set(.whole)
        for _ in 0..<7 { #expect(fixture.judge(low).admitted != nil) }
        #expect(fixture.judge(low).reason == .limitExceeded)
    }
}
