import Admission
import Keys
import Testing

/// A limit that is raised by trust, as the pipeline sees it.
@Suite struct LimitTrustTests {
    private func limit(_ since: WallTime?, _ terms: (inout LimitTerms) -> Void = { _ in }) -> LimitPolicy {
        var limit = LimitPolicy(
            name: "default", scope: .key, algorithm: .slidingWindow([.init(limit: 2, seconds: 60)]))
        limit.terms.trusted = .init(afterCleanDays: 30, percent: 150, cleanSince: since)
        terms(&limit.terms)
        return limit
    }

    private func admitted(_ fixture: AdmissionFixture, _ token: [UInt8], at now: WallTime) -> Int {
        (0..<9).count { _ in fixture.judge(token, at: now).admitted != nil }
    }

    @Test func `a limit is raised when the clean days are over, and not a moment before`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        let end = AdmissionFixture.now.adding(seconds: 600)
        let (_, early) = fixture.issue { $0.limits = [self.limit(end.adding(seconds: -30 * 86_400))] }
        #expect(self.admitted(fixture, early, at: .init(milliseconds: end.milliseconds - 1)) == 2)
        #expect(self.admitted(fixture, early, at: end) == 1)
        #expect(fixture.judge(early, at: end).refusal?.limit?.limit == 3)
        let (_, never) = fixture.issue { $0.limits = [self.limit(nil)] }
        #expect(self.admitted(fixture, never, at: end) == 2)
    }

    @Test func `the first act that is not clean takes it back with the next snapshot`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        let now = AdmissionFixture.now.adding(seconds: 60)
        let (record, token) = fixture.issue {
            $0.limits = [self.limit(AdmissionFixture.now.adding(seconds: -40 * 86_400))]
        }
        #expect(self.admitted(fixture, token, at: now) == 3)
        var changed = record
        _ = changed.loseTrust(at: now)
        fixture.editor.set(changed)
        fixture.publish()
        let refusal = fixture.judge(token, at: now).refusal
        #expect(refusal?.limit?.limit == 2)
    }

    @Test func `an override and a scheduled change count alone`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        let now = AdmissionFixture.now.adding(seconds: 60)
        let end = now.adding(seconds: 60)
        let (_, scheduled) = fixture.issue {
            $0.limits = [
                self.limit(AdmissionFixture.now.adding(seconds: -40 * 86_400)) {
                    $0.schedule = [.init(startsAt: now, endsAt: end, percent: 50)]
                }
            ]
        }
        #expect(self.admitted(fixture, scheduled, at: now) == 1)
        #expect(self.admitted(fixture, scheduled, at: end) == 2)
        let (_, overridden) = fixture.issue {
            $0.limits = [self.limit(AdmissionFixture.now.adding(seconds: -40 * 86_400))]
            $0.limitOverrides = [
                .init(
                    limit: "default", algorithm: .slidingWindow([.init(limit: 5, seconds: 60)]), until: end,
                    reason: "launch")
            ]
        }
        #expect(self.admitted(fixture, overridden, at: now) == 5)
    }
}
