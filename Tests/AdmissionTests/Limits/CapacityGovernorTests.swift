import Admission
import Keys
import Testing

@Suite struct CapacityGovernorTests {
    private func feed(_ governor: inout CapacityGovernor, _ load: UInt32, _ seconds: Int) {
        for _ in 0..<seconds { governor.note(load) }
    }

    @Test func `a short peak lowers nothing`() {
        var governor = CapacityGovernor(mark: 80)
        for _ in 0..<50 {
            self.feed(&governor, 100, 2)
            self.feed(&governor, 70, 1)
        }
        #expect(governor.factors.isWhole)
    }

    @Test func `the lowest priority falls first, step by step, and nothing to nothing`() {
        var governor = CapacityGovernor(mark: 80)
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
        var governor = CapacityGovernor(mark: 80)
        self.feed(&governor, 100, 12)
        let factors = governor.factors
        for _ in 0..<100 {
            governor.note(80)
            governor.note(65)
        }
        #expect(governor.factors == factors)
    }

    @Test func `the highest priority comes back first, and all in the end`() {
        var governor = CapacityGovernor(mark: 80)
        self.feed(&governor, 100, 100)
        self.feed(&governor, 10, 5)
        #expect(governor.factors == .init(low: 10, normal: 20, high: 60))
        self.feed(&governor, 10, 100)
        #expect(governor.factors.isWhole)
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
