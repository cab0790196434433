import Admission
import Keys
import Testing

/// What stays open is judged again, on a route that may be another than the one it was opened on.
@Suite struct ObjectionTests {
    private static let routes = [
        AdmissionFixture.route(0), AdmissionFixture.route(1, environment: "test"),
        AdmissionFixture.route(2, environment: "nowhere"), AdmissionFixture.route(3, requiresKey: false),
    ]

    private func objection(_ fixture: AdmissionFixture, to key: MatchedKey?, onRoute index: Int) -> Reason? {
        let request = AdmissionRequest(
            method: .get, address: IPAddress(ipv4: 1), certificate: nil, now: AdmissionFixture.now, monotonic: 1)
        let route = fixture.pipeline.plan.routes[index]
        return fixture.pipeline.objection(to: key, request, on: route)
    }

    @Test func `a key goes on in its environment, and is unknown in every other`() {
        let fixture = AdmissionFixture(routes: Self.routes)
        for (environment, expected) in [
            (fixture.live, [nil, .credentialUnknown]), (fixture.test, [.credentialUnknown, nil]),
        ] as [(Environment, [Reason?])] {
            let (_, token) = fixture.issue(in: environment)
            let route = environment.id == fixture.live.id ? 0 : 1
            let key = fixture.judge(token, route: route).admitted?.key
            #expect(key != nil)
            #expect([0, 1].map { self.objection(fixture, to: key, onRoute: $0) } == expected)
            #expect(self.objection(fixture, to: key, onRoute: 2) == .environmentUnavailable)
        }
    }

    @Test func `who came without a key goes on only where none is asked for`() {
        let fixture = AdmissionFixture(routes: Self.routes)
        #expect(self.objection(fixture, to: nil, onRoute: 3) == nil)
        #expect(self.objection(fixture, to: nil, onRoute: 0) == .credentialMissing)
    }
}
