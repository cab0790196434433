import Admission
import Keys
import Testing

/// A more sensitive segment asks for more than the key, and says for what.
@Suite struct StepUpTests {
    private let now = AdmissionFixture.now

    private func fixture(_ stepUp: StepUp, _ mode: PolicyMode = .enforce) -> AdmissionFixture {
        let fixture = AdmissionFixture(routes: [
            AdmissionFixture.route(permission: "vault:read", sensitivity: .restricted), AdmissionFixture.route(1),
        ])
        fixture.put(policy: "vault") {
            $0.mode = mode
            $0.selection.minimumSensitivity = .restricted
            $0.stepUp = stepUp
        }
        return fixture
    }

    @Test func `a certificate that the key is bound to is asked for, and no other will do`() {
        let fixture = self.fixture(.init(certificate: true))
        let certificate = { (number: UInt64) in
            ClientCertificate(
                subject: "CN=client", names: [], uris: [],
                thumbprint: .init(Digest256(words: (number, 2, 3, 4))), notAfter: AdmissionFixture.now)
        }
        let (_, unbound) = fixture.issue()
        let (_, bound) = fixture.issue { $0.restrictions.certificates = [certificate(1).thumbprint] }
        #expect(fixture.judge(unbound).reason == .certificateRequired)
        #expect(fixture.judge(unbound, certificate: certificate(1)).reason == .certificateRequired)
        #expect(fixture.judge(bound, certificate: certificate(1)).admitted != nil)
        #expect(fixture.judge(unbound, route: 1).admitted != nil)
    }

    @Test func `a grant counts when it is fresh, has not ended, and is of the route's permission`() {
        let fixture = self.fixture(.init(grantWithinSeconds: 900))
        let (record, token) = fixture.issue()
        #expect(fixture.judge(token).reason == .grantRequired)
        var other = record
        other.timedGrants = [PolicyTests.grant("orders:read", seconds: 3600)]
        fixture.put(other)
        #expect(fixture.judge(token).reason == .grantRequired)
        var granted = record
        granted.timedGrants = [PolicyTests.grant("vault:read", seconds: 3600)]
        fixture.put(granted)
        #expect(fixture.judge(token).admitted != nil)
        #expect(fixture.judge(token, at: self.now.adding(seconds: 900)).admitted != nil)
        #expect(fixture.judge(token, at: self.now.adding(seconds: 901)).reason == .grantRequired)
    }

    @Test func `a second key vouches when it is live, of another owner, and may do the same by itself`() {
        let fixture = self.fixture(.init(secondKey: true))
        let (first, token) = fixture.issue()
        let (_, second) = fixture.issue()
        let (_, sameOwner) = fixture.issue { $0.ownerID = first.ownerID }
        let (_, weak) = fixture.issue { $0.grants = AdmissionFixture.grants("orders:read") }
        let (suspended, stopped) = fixture.issue()
        var record = suspended
        record.state = .suspended
        fixture.put(record)
        #expect(fixture.judge(token).reason == .secondKeyRequired)
        #expect(fixture.judge(token, second: second).admitted != nil)
        for other in [token, sameOwner, weak, stopped, Array("gk_live_nonsense".utf8)] {
            #expect(fixture.judge(token, second: other).reason == .secondKeyRequired)
        }
        // Nothing is left over from the request before.
        #expect(fixture.judge(token).reason == .secondKeyRequired)
    }

    @Test func `a second key that a policy in force would refuse by itself vouches for nobody`() {
        let fixture = self.fixture(.init(secondKey: true))
        let (_, token) = fixture.issue()
        let (second, witness) = fixture.issue()
        #expect(fixture.judge(token, second: witness).admitted != nil)
        fixture.put(policy: "cap", id: 2) {
            $0.selection.keys = [second.id]
            $0.permissions = AdmissionFixture.grants("orders:read")
        }
        #expect(fixture.judge(token, second: witness).reason == .secondKeyRequired)
        fixture.put(policy: "cap", id: 2) {
            $0.selection.keys = [second.id]
            $0.restrictions.deniedAddresses = [NetworkRange("0.0.0.0/0"), NetworkRange("::/0")].compactMap(\.self)
        }
        #expect(fixture.judge(token, second: witness).reason == .secondKeyRequired)
        fixture.put(policy: "cap", id: 2) {
            $0.mode = .shadow
            $0.selection.keys = [second.id]
            $0.permissions = AdmissionFixture.grants("orders:read")
        }
        #expect(fixture.judge(token, second: witness).admitted != nil)
    }

    @Test func `a second key cannot be guessed: failures are charged to the address`() {
        let fixture = AdmissionFixture(
            routes: [AdmissionFixture.route(permission: "vault:read", sensitivity: .restricted)], failures: 3)
        fixture.put(policy: "vault") { $0.stepUp = .init(secondKey: true) }
        let (_, token) = fixture.issue()
        let reasons = (0..<5).map { _ in fixture.judge(token, second: Array("gk_live_nonsense".utf8)).reason }
        #expect(reasons.suffix(2) == [.tooManyFailures, .tooManyFailures])
    }

    @Test func `in shadow the proof that would be missing is told and nobody is refused`() {
        let fixture = self.fixture(.init(grantWithinSeconds: 60), .shadow)
        let (_, token) = fixture.issue()
        #expect(fixture.judge(token).admitted != nil)
        #expect(fixture.outcomes.first { $0.carrier == .shadow }?.reason == .grantRequired)
    }

    @Test func `rights for a time are there until they end, and the key's own stay`() {
        let fixture = AdmissionFixture(routes: [
            AdmissionFixture.route(permission: "orders:write"), AdmissionFixture.route(1, permission: "orders:read"),
        ])
        let (_, token) = fixture.issue {
            $0.grants = AdmissionFixture.grants("orders:read")
            $0.timedGrants = [PolicyTests.grant("orders:write", seconds: 60)]
        }
        #expect(fixture.judge(token).admitted != nil && fixture.judge(token, route: 1).admitted != nil)
        let after = self.now.adding(seconds: 60)
        #expect(fixture.judge(token, at: after).reason == .permissionMissing)
        #expect(fixture.judge(token, at: after, route: 1).admitted != nil)
    }

    @Test func `what a role denies is denied to rights for a time too`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route(permission: "orders:write")])
        let role = RoleID(high: 4, low: 4)
        fixture.editor.set(
            Role(
                id: role, projectID: fixture.live.projectID, name: "never",
                grants: .init(
                    allowed: [], denied: AdmissionFixture.grants("orders:write").allowed),
                createdAt: self.now))
        let (_, token) = fixture.issue {
            $0.grants = .init()
            $0.roles = [role]
            $0.timedGrants = [PolicyTests.grant("**:*", seconds: 60)]
        }
        #expect(fixture.judge(token).reason == .permissionMissing)
    }
}
