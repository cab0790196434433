import Keys
import RateLimiting
import TestKit
import Testing

@testable import Admission

@Suite struct VerificationTests {
    private let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])

    private func verify(
        _ token: [UInt8], environment: UInt16? = 0, cost: UInt32 = 1, permissions: PermissionQuery? = nil
    ) -> Verification {
        var request = VerificationRequest(environment: environment, now: AdmissionFixture.now, monotonic: 1_000_000_000)
        request.cost = cost
        return self.fixture.pipeline.verify(
            request, token: token.span, permissions: permissions, costs: Span(), names: Span())
    }

    @Test func `a key is found in its own environment, in another one it is unknown`() {
        let live = self.fixture.issue().token
        let test = self.fixture.issue(in: self.fixture.test).token
        #expect(self.verify(live).isValid && self.verify(test, environment: 1).isValid)
        #expect(self.verify(live, environment: 1).reason == .credentialUnknown)
        #expect(self.verify(test).reason == .credentialUnknown)
        #expect(self.verify(live, environment: nil).isValid && self.verify(test, environment: nil).isValid)
        #expect(self.verify(live, environment: 7).reason == .environmentUnavailable)
    }

    @Test func `the same key at the gateway and here shares its limits`() {
        let key = self.fixture.issue {
            $0.limits = [
                LimitPolicy(name: "burst", scope: .key, algorithm: .slidingWindow([.init(limit: 2, seconds: 60)]))
            ]
        }.token
        #expect(self.fixture.judge(key).reason == nil)
        #expect(self.verify(key).isValid)
        #expect(self.verify(key).reason == .limitExceeded)
        #expect(self.fixture.judge(key).reason == .limitExceeded)
    }

    @Test func `each part of a query has to be let by the key and by every policy at once`() throws {
        let (record, token) = self.fixture.issue {
            $0.grants = AdmissionFixture.grants("docs:read", "audit:read")
        }
        let query = { (text: String) in try PermissionQuery(Array(text.utf8).span) }
        #expect(self.verify(token, permissions: try query("docs:read OR billing:read")).isValid)
        self.fixture.put(policy: "billing") {
            $0.selection.keys = [record.id]
            $0.permissions = AdmissionFixture.grants("billing:read", "audit:*")
        }
        for text in ["docs:read", "billing:read", "docs:read OR billing:read", "audit:read AND docs:read"] {
            #expect(self.verify(token, permissions: try query(text)).reason == .permissionMissing, "\(text)")
        }
        let verification = self.verify(token, permissions: try query("docs:read OR audit:read"))
        #expect(verification.isValid && verification.key?.grants.permissionNames == ["audit:read"])
        #expect(self.fixture.judge(token).admitted?.grants?.permissionNames == ["audit:read"])
        self.fixture.put(policy: "audits", id: 2) {
            $0.selection.keys = [record.id]
            $0.permissions = AdmissionFixture.grants("docs:read")
        }
        #expect(self.verify(token, permissions: try query("docs:read OR audit:read")).reason == .permissionMissing)
        self.fixture.put(policy: "audits", id: 2) {
            $0.mode = .shadow
            $0.selection.keys = [record.id]
            $0.permissions = AdmissionFixture.grants("docs:read")
        }
        #expect(self.verify(token, permissions: try query("docs:read OR audit:read")).isValid)
    }

    @Test func `each rule that a verification is asked is written down with who carries it`() throws {
        let limit = { (name: String, over: LimitTerms.OnExceed) in
            var limit = LimitPolicy(
                name: name, scope: .key, algorithm: .slidingWindow([.init(limit: 1, seconds: 60)]))
            limit.terms.onExceed = over
            return limit
        }
        let key = self.fixture.issue {
            $0.limits = [limit("trial", .shadow)]
            $0.credits = .init(remaining: 100, setAt: AdmissionFixture.now)
        }
        self.fixture.put(policy: "office") {
            $0.mode = .shadow
            $0.restrictions.allowedAddresses = [NetworkRange("203.0.113.0/24")].compactMap(\.self)
        }
        self.fixture.put(policy: "slow", id: 2) {
            $0.mode = .shadow
            $0.limits = [limit("slow", .reject)]
        }
        let names = Array("inline".utf8)
        var request = VerificationRequest(environment: 0, now: AdmissionFixture.now, monotonic: 1_000_000_000)
        request.address = IPAddress(ipv4: 1)
        for round in 0..<2 {
            let costs = [NamedCost(start: 0, length: 6, cost: 1, limit: 5, seconds: 60)]
            let verification = self.fixture.pipeline.verify(
                request, token: key.token.span, permissions: nil, costs: costs.span, names: names.span)
            #expect(verification.isValid)
            let outcomes = self.fixture.outcomes
            #expect(outcomes.map(\.carrier) == [.shadow, .shadow, .key, .verifier, .key, .shadow])
            #expect(outcomes.map(\.kind) == [.policy, .policy, .limit, .limit, .credits, .limit])
            #expect(outcomes.map(\.isTold) == [true, true, true, false, false, true])
            let late: Reason? = round == 0 ? nil : .limitExceeded
            #expect(outcomes.map(\.reason) == [.addressNotAllowed, nil, late, nil, nil, late])
        }
        // What the next one is asked is its own.
        #expect(self.verify(self.fixture.issue(in: self.fixture.test).token, environment: 1).isValid)
        #expect(self.fixture.outcomes.isEmpty)
    }

    @Test func `what is unknown names no key, what is revoked only to the record`() {
        let revoked = self.fixture.issue { $0.state = .revoked }
        let verification = self.verify(revoked.token)
        #expect(verification.reason == .credentialRevoked && verification.key == nil)
        #expect(verification.matched?.keyID == revoked.record.id)
        #expect(self.verify(Array("gk_live_x".utf8)).matched == nil)
    }

    @Test func `a holder is whoever shows a live secret, in whatever standing`() {
        let suspended = self.fixture.issue(in: self.fixture.test) { $0.state = .suspended }
        let revoked = self.fixture.issue { $0.state = .revoked }
        let now = AdmissionFixture.now
        #expect(self.fixture.pipeline.holder(of: suspended.token.span, at: now)?.keyID == suspended.record.id)
        #expect(self.fixture.pipeline.holder(of: revoked.token.span, at: now) == nil)
        #expect(self.fixture.pipeline.holder(of: Array("x".utf8).span, at: now) == nil)
    }

    @Test func `random tokens are refused without a trap`() {
        var random = SeededGenerator(seed: 8)
        let token = self.fixture.issue().token
        for _ in 0..<5_000 {
            var bytes = token
            bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
            let verification = self.verify(bytes, environment: random.next() % 2 == 0 ? nil : 0)
            #expect(verification.isValid == (bytes == token))
        }
    }
}
