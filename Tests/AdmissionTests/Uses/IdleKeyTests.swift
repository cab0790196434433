import Keys
import RateLimiting
import Testing

@testable import Admission

/// Keys that have to be used now and then (`maximumIdleSeconds`), at the gateway and for verifiers.
@Suite struct IdleKeyTests {
    private let fixture = AdmissionFixture(routes: [AdmissionFixture.route(), AdmissionFixture.route(1)])

    private static func seconds(_ seconds: Int) -> MonotonicNanoseconds {
        MonotonicNanoseconds(seconds) * 1_000_000_000
    }

    /// A key that was issued at second 1000 and has to be used every so many seconds.
    private func issue(within seconds: UInt32?) -> (record: KeyRecord, token: [UInt8]) {
        let made = self.fixture.issue {
            $0.restrictions.further.maximumIdleSeconds = seconds
            $0.expiry = .never(reason: "")
        }
        self.fixture.publication.uses.take(made.record, isNew: true, at: Self.seconds(1000))
        return made
    }

    private func judge(_ token: [UInt8], at second: Int, civil: Int64 = 0) -> Reason? {
        self.fixture.judge(
            token, at: AdmissionFixture.now.adding(seconds: civil), monotonic: Self.seconds(second)
        ).reason
    }

    private func verify(_ token: [UInt8], at second: Int) -> Reason? {
        let request = VerificationRequest(
            environment: 0, now: AdmissionFixture.now, monotonic: Self.seconds(second))
        return self.fixture.pipeline.verify(
            request, token: token.span, permissions: nil, costs: Span(), names: Span()
        ).reason
    }

    @Test func `a key in use goes on, one that is not is refused until its time begins anew`() {
        let (record, token) = self.issue(within: 10)
        for second in stride(from: 1009, through: 1100, by: 9) { #expect(self.judge(token, at: second) == nil) }
        #expect(self.judge(token, at: 1111) == .keyIdle)
        // Being refused is no use.
        #expect(self.judge(token, at: 1112) == .keyIdle)
        #expect(self.verify(token, at: 1113) == .keyIdle)
        var resumed = record
        resumed.stateChange = .init(actor: "local:0", at: AdmissionFixture.now.adding(seconds: 1), reason: "")
        resumed.revision = 2
        self.fixture.put(resumed)
        self.fixture.publication.uses.take(resumed, isNew: false, at: Self.seconds(1120))
        #expect(self.judge(token, at: 1121) == nil)
    }

    @Test func `a use is a use wherever it is asked for`() {
        let (_, token) = self.issue(within: 10)
        #expect(self.verify(token, at: 1008) == nil)
        #expect(self.judge(token, at: 1016) == nil)
        #expect(self.verify(token, at: 1024) == nil)
        #expect(self.verify(token, at: 1035) == .keyIdle)
    }

    @Test func `a request that only a limit refuses is a use, one without the right is none`() {
        let made = self.fixture.issue {
            $0.restrictions.further.maximumIdleSeconds = 10
            $0.limits = [
                LimitPolicy(name: "few", scope: .key, algorithm: .slidingWindow([.init(limit: 1, seconds: 3600)]))
            ]
        }
        self.fixture.publication.uses.take(made.record, isNew: true, at: Self.seconds(1000))
        #expect(self.judge(made.token, at: 1001) == nil)
        for second in stride(from: 1008, through: 1050, by: 8) {
            #expect(self.judge(made.token, at: second) == .limitExceeded)
        }
    }

    @Test func `no step of the clock makes a key idle`() {
        let (_, token) = self.issue(within: 10)
        #expect(self.judge(token, at: 1001, civil: 86_400 * 365) == nil)
        #expect(self.judge(token, at: 1002, civil: -86_400) == nil)
    }

    @Test func `a policy counts for all keys of its environment, the use of any route`() {
        let (_, token) = self.issue(within: nil)
        self.fixture.put(policy: "tidy") {
            $0.restrictions.further.maximumIdleSeconds = 10
            $0.selection = .init(routes: ["route-1"])
        }
        let on = { (route: Int, second: Int) in
            self.fixture.judge(token, monotonic: Self.seconds(second), route: route).reason
        }
        #expect(on(1, 1005) == nil)
        #expect(on(0, 1014) == nil)
        #expect(on(1, 1023) == nil)
        #expect(on(1, 1040) == .keyIdle)
        // The other route asks for nothing, and is a use.
        #expect(on(0, 1041) == nil)
        #expect(on(1, 1042) == nil)
    }

    @Test func `a policy in shadow says it of each gap, and refuses nobody`() {
        let (_, token) = self.issue(within: nil)
        self.fixture.put(policy: "tidy") {
            $0.restrictions.further.maximumIdleSeconds = 10
            $0.mode = .shadow
        }
        #expect(self.judge(token, at: 1040) == nil)
        #expect(self.fixture.outcomes.map(\.reason) == [.keyIdle])
        #expect(self.judge(token, at: 1041) == nil)
        #expect(self.fixture.outcomes.map(\.reason) == [nil])
    }

    @Test func `what stays open is in use`() throws {
        let (_, token) = self.issue(within: 10)
        let admitted = self.fixture.judge(token, monotonic: Self.seconds(1001)).admitted
        let key = try #require(admitted?.key)
        let standing = { (second: Int) in
            let request = AdmissionRequest(
                method: .get, address: IPAddress(ipv4: 1), claimsStand: true, now: AdmissionFixture.now,
                monotonic: Self.seconds(second))
            return self.fixture.pipeline.objection(to: key, request, on: self.fixture.pipeline.plan.routes[0])
        }
        #expect(standing(1050) == nil)
        #expect(self.judge(token, at: 1055) == nil)
        #expect(self.judge(token, at: 1066) == .keyIdle)
    }

    @Test func `a second key has to be one in use, and is used`() {
        let (_, second) = self.issue(within: 10)
        let first = self.fixture.issue().token
        self.fixture.put(policy: "two") { $0.stepUp.secondKey = true }
        let judge = { (at: Int) in
            let request = AdmissionRequest(
                method: .get, address: IPAddress(ipv4: 1), now: AdmissionFixture.now, monotonic: Self.seconds(at))
            return self.fixture.pipeline.judge(
                request, on: self.fixture.pipeline.plan.routes[0], token: first.span, secondKey: second.span
            ).reason
        }
        #expect(judge(1009) == nil)
        #expect(judge(1018) == nil)
        #expect(judge(1030) == .secondKeyRequired)
    }

    @Test func `keys without such a rule are not counted at all`() {
        let (record, token) = self.issue(within: nil)
        let other = self.fixture.issue().record
        #expect(self.judge(token, at: 5_000) == nil)
        #expect(self.fixture.publication.uses.unused(other.id, at: 0) == nil)
        #expect(self.fixture.publication.uses.unused(record.id, at: Self.seconds(5_000)) == 4_000_000)
    }
}
