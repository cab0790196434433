import Admission
import Keys
import Testing

/// Routes of one configuration under a snapshot that was made for another.
@Suite struct RouteBookTests {
    private static let before = [
        AdmissionFixture.route(0, permission: "orders:read"), AdmissionFixture.route(1, permission: "orders:write"),
    ]
    /// What stands first asks for more than what stood there, and belongs to another environment.
    private static let after = RouteBook([
        AdmissionFixture.route(0, permission: "orders:write"), AdmissionFixture.route(1, permission: "orders:read"),
        AdmissionFixture.route(2, environment: "test"),
    ])

    private static func verdict(_ fixture: AdmissionFixture, _ token: [UInt8], _ route: RouteRules) -> Reason? {
        let request = AdmissionRequest(
            method: .get, address: IPAddress(ipv4: 1), now: AdmissionFixture.now, monotonic: 1_000_000_000)
        return fixture.pipeline.judge(request, on: route, presenting: .token, token: token.span).reason
    }

    private static func verdicts(_ fixture: AdmissionFixture, _ token: [UInt8], _ routes: [RouteRules]) -> [Reason?] {
        routes.map { Self.verdict(fixture, token, $0) }
    }

    @Test func `routes that the snapshot does not know are judged by what they say themselves`() {
        let fixture = AdmissionFixture(routes: Self.before)
        let (_, token) = fixture.issue { $0.grants = AdmissionFixture.grants("orders:read") }
        let expected: [Reason?] = [.permissionMissing, nil, .credentialUnknown]
        #expect(Self.verdicts(fixture, token, Self.after.rules) == expected)
        #expect(Self.verdicts(fixture, token, fixture.pipeline.plan.routes) == [nil, .permissionMissing])
    }

    @Test func `and the other way round, while some sets of rights have been looked at and some have not`() {
        let fixture = AdmissionFixture(routes: Self.before)
        let old = fixture.pipeline.plan.routes
        let (_, reader) = fixture.issue { $0.grants = AdmissionFixture.grants("orders:read") }
        let (_, writer) = fixture.issue { $0.grants = AdmissionFixture.grants("orders:write") }
        fixture.editor.set(Self.after)
        var position: Int? = 0
        while let from = position {
            #expect(Self.verdicts(fixture, reader, old) == [nil, .permissionMissing])
            #expect(Self.verdicts(fixture, writer, old) == [.permissionMissing, nil])
            #expect(Self.verdicts(fixture, reader, Self.after.rules) == [.permissionMissing, nil, .credentialUnknown])
            #expect(Self.verdicts(fixture, writer, Self.after.rules) == [nil, .permissionMissing, .credentialUnknown])
            position = fixture.editor.lookAtRoutes(from: from, count: 1)
            fixture.publish()
        }
    }

    @Test func `the position in the book counts, whatever was written`() {
        let book = RouteBook([AdmissionFixture.route(7), AdmissionFixture.route(7)])
        #expect(book.rules.map(\.index) == [0, 1])
    }

    @Test func `an environment that comes later is found by routes of either`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route(0, environment: "later")])
        let other = RouteBook([AdmissionFixture.route(0, environment: "later")])
        let (_, token) = fixture.issue()
        #expect(Self.verdict(fixture, token, other.rules[0]) == .environmentUnavailable)
        #expect(Self.verdict(fixture, token, fixture.pipeline.plan.routes[0]) == .environmentUnavailable)
    }
}
