import Admission
import Keys
import Testing

@Suite struct AuthorizationTests {
    @Test func `a missing permission is refused by name and a denial beats a grant`() throws {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route(permission: "orders:read")])
        let (_, without) = fixture.issue { $0.grants = AdmissionFixture.grants("orders:write", "invoices:*") }
        let refusal = try #require(fixture.judge(without).refusal)
        #expect(refusal.reason == .permissionMissing)
        #expect(refusal.permission == Permission("orders:read"))
        let (_, denied) = fixture.issue { $0.grants = AdmissionFixture.grants("**:*", denied: ["orders:read"]) }
        #expect(fixture.judge(denied).reason == .permissionMissing)
    }

    @Test(arguments: [
        (Boundary.readOnly, RequestMethod.get, OperationClass?.none, true), (.readOnly, .post, nil, false),
        (.readOnly, .post, .read, false), (.readOnly, .get, .write, false), (.standard, .post, nil, true),
        (.standard, .delete, nil, false), (.standard, .get, .admin, false), (.admin, .delete, .admin, true),
    ])
    func `a boundary caps what was granted`(
        boundary: Boundary, method: RequestMethod, operation: OperationClass?, isAdmitted: Bool
    ) {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route(operation: operation)])
        let (_, token) = fixture.issue { $0.boundary = boundary }
        let verdict = fixture.judge(token, method: method)
        #expect(verdict.reason == (isAdmitted ? nil : .boundaryExceeded))
    }

    @Test func `a changed role changes every key that has it without touching the keys`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route(permission: "orders:read")])
        var role = Role(
            id: RoleID(high: 1, low: 1), projectID: fixture.live.projectID, name: "reader", grants: .init(),
            createdAt: AdmissionFixture.now)
        let inheriting = Role(
            id: RoleID(high: 2, low: 2), projectID: fixture.live.projectID, name: "clerk", grants: .init(),
            inherits: [role.id], createdAt: AdmissionFixture.now)
        fixture.editor.set(role)
        fixture.editor.set(inheriting)
        let (_, token) = fixture.issue {
            $0.roles = [inheriting.id]
            $0.grants = .init()
        }
        #expect(fixture.judge(token).reason == .permissionMissing)
        role.grants = AdmissionFixture.grants("orders:*")
        fixture.editor.set(role)
        fixture.publish()
        #expect(fixture.judge(token).admitted != nil)
    }

    @Test func `addresses, methods and a start are restrictions of the key`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        let (_, token) = fixture.issue {
            $0.restrictions.allowedAddresses = ["192.0.2.0/24", "2001:db8::/32"].compactMap { NetworkRange($0) }
            $0.restrictions.deniedAddresses = ["192.0.2.66/32"].compactMap { NetworkRange($0) }
            $0.restrictions.methods = MethodSet([.get])
        }
        #expect(fixture.judge(token, address: "192.0.2.1").admitted != nil)
        #expect(fixture.judge(token, address: "::ffff:192.0.2.1").admitted != nil)
        #expect(fixture.judge(token, address: "2001:db8::9").admitted != nil)
        #expect(fixture.judge(token, address: "192.0.2.66").reason == .addressNotAllowed)
        #expect(fixture.judge(token, address: "198.51.100.1").reason == .addressNotAllowed)
        #expect(fixture.judge(token, method: .post).reason == .methodNotPermitted)
        let (_, early) = fixture.issue { $0.notBefore = AdmissionFixture.now.adding(seconds: 1) }
        #expect(fixture.judge(early).reason == .keyNotYetValid)
        #expect(fixture.judge(early, at: AdmissionFixture.now.adding(seconds: 1)).admitted != nil)
    }

    @Test func `a bound key is refused without its certificate, beside another one, and beside one that has ended`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        let now = AdmissionFixture.now
        let certificate = { (number: UInt64, end: WallTime) in
            ClientCertificate(
                subject: "CN=client", names: [], uris: [],
                thumbprint: .init(Digest256(words: (number, 2, 3, 4))), notAfter: end)
        }
        let mine = certificate(1, now)
        let (_, token) = fixture.issue {
            $0.restrictions.certificates = [certificate(9, now).thumbprint, mine.thumbprint]
        }
        #expect(fixture.judge(token, certificate: mine).admitted != nil)
        #expect(fixture.judge(token).reason == .certificateRequired)
        #expect(fixture.judge(token, certificate: certificate(2, now)).reason == .certificateNotAllowed)
        #expect(fixture.judge(token, certificate: mine, at: now.adding(seconds: 1)).reason == .certificateRequired)
        let (_, free) = fixture.issue()
        #expect(fixture.judge(free, certificate: mine).admitted != nil)
    }

    @Test(arguments: [
        (["spiffe://example.org/api"], "spiffe://example.org/api"), (["https://example.org"], nil), ([], nil),
        (["spiffe://example.org/a", "spiffe://example.org/b"], nil),
    ])
    func `a certificate has a SPIFFE ID when that is its only URI`(_ uris: [String], _ expected: String?) {
        let certificate = ClientCertificate(
            subject: "", names: [], uris: uris, thumbprint: .init(.zero), notAfter: .distantFuture)
        #expect(certificate.spiffeID == expected)
    }
}
