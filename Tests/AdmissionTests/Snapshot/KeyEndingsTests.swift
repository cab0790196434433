import Keys
import Testing

@testable import Admission

@Suite struct KeyEndingsTests {
    private static let now = AdmissionFixture.now
    private static let later = now.adding(seconds: 86_400)

    /// Keys of which each is given an end.
    private static func endings(_ changes: [(inout KeyRecord) -> Void]) -> KeyEndings {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        for change in changes { _ = fixture.issue { change(&$0) } }
        return fixture.publication.snapshot.endings(after: self.now, through: self.later)
    }

    @Test func `keys end by their expiry, an announced revocation, or with their last version`() {
        let endings = Self.endings([
            { $0.expiry = .at(Self.later.adding(seconds: 1)) }, { $0.expiry = .at(Self.later) },
            { $0.expiry = .never(reason: "a test") }, { $0.versions[0].notAfter = Self.later },
            {
                $0.expiry = .never(reason: "a test")
                $0.revokesAt = Self.later
            },
        ])
        #expect(endings == .init(live: 5, ending: 3))
    }

    @Test func `a key whose old secret ends with a rotation counts, for whoever has no other yet`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        for end in [Self.now, Self.later, Self.later.adding(seconds: 1)] {
            _ = fixture.issue { key in
                key.expiry = .never(reason: "a test")
                key.versions[0].notAfter = end
                key.versions.append(fixture.version(2, of: key.id, in: fixture.live).version)
            }
        }
        let endings = fixture.publication.snapshot.endings(after: Self.now, through: Self.later)
        #expect(endings == .init(live: 3, ending: 1), "one lost it before, one keeps it")
    }

    @Test(arguments: [(1, false), (2, true), (3, true)])
    func `many keys of a small environment are a mass beside a large one that loses none`(ending: Int, isMass: Bool) {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        for _ in 0..<100 { _ = fixture.issue(in: fixture.test) { $0.expiry = .never(reason: "a test") } }
        for number in 0..<3 {
            _ = fixture.issue {
                $0.expiry = number < ending ? .at(Self.later) : .never(reason: "a test")
            }
        }
        let endings = fixture.publication.snapshot.endings(after: Self.now, through: Self.later)
        #expect(endings.live == 103 && endings.ending == ending)
        #expect(endings.isMass == isMass)
        #expect(endings.worst == (isMass ? .init(fixture.live.id, live: 3, ending: ending) : nil))
        let words = "\(ending) of 103 keys" + (isMass ? ", among them \(ending) of 3 of \(fixture.live.id)" : "")
        #expect("\(endings)" == words)
    }

    @Test func `what does not admit anyway does not end`() {
        let endings = Self.endings([
            { $0.expiry = .at(Self.now) }, { $0.state = .suspended }, { $0.state = .revoked },
            { $0.versions[0].revokedAt = Self.now }, { $0.versions[0].notAfter = Self.now },
        ])
        #expect(endings == .init(live: 0, ending: 0))
    }

    @Test(arguments: [
        (0, 0, false), (1, 1, false), (2, 2, true), (2, 40, false), (3, 40, true), (50, 1000, false), (51, 1000, true),
    ])
    func `more than a twentieth is a mass, one key alone is none`(ending: Int, live: Int, isMass: Bool) {
        #expect(KeyEndings(live: live, ending: ending).isMass == isMass)
    }

    @Test func `every key of a large table is counted once`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        for number in 0..<3000 {
            _ = fixture.issue { $0.expiry = number % 10 == 0 ? .at(Self.later) : .never(reason: "a test") }
        }
        let snapshot = fixture.publication.snapshot
        #expect(snapshot.endings(after: Self.now, through: Self.later) == .init(live: 3000, ending: 300))
        #expect(snapshot.endings(after: Self.later, through: Self.later) == .init(live: 2700, ending: 0))
    }
}
