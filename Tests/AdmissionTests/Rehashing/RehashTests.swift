import Cryptography
import Keys
import TestKit
import Testing

@testable import Admission

@Suite struct RehashTests {
    private let fixture = AdmissionFixture(routes: [AdmissionFixture.route(permission: "a:read")])

    private func take() -> [VersionRehash] { self.fixture.pipeline.plan.rehashes.take() }

    @Test func `a key let in by an older pepper is noted with a digest under the newest`() throws {
        let (record, token) = self.fixture.issue(pepper: 1)
        #expect(self.fixture.judge(token).reason == nil)
        let rehash = try #require(self.take().first)
        #expect(rehash.keyID == record.id)
        #expect(rehash.versionNumber == 1)
        #expect(rehash.replaced == record.versions[0].digest)
        #expect(rehash.pepperVersion == 2)
        // The digest is that of the same token: with it stored, the token is let in and nothing is noted.
        var rehashed = record
        rehashed.versions[0] = .init(
            number: 1, digest: rehash.digest, pepperVersion: 2, hintSuffix: "abcd", createdAt: AdmissionFixture.now)
        self.fixture.put(rehashed)
        #expect(self.fixture.judge(token).reason == nil)
        #expect(self.take().isEmpty)
    }

    @Test func `a verification that holds notes it as well`() {
        let token = self.fixture.issue(pepper: 1).token
        let request = VerificationRequest(environment: 0, now: AdmissionFixture.now, monotonic: 1_000_000_000)
        let verification = self.fixture.pipeline.verify(
            request, token: token.span, permissions: nil, costs: Span(), names: Span())
        #expect(verification.isValid)
        #expect(self.take().count == 1)
    }

    @Test func `a key under the newest pepper, or one that is refused, is not noted`() {
        #expect(self.fixture.judge(self.fixture.issue().token).reason == nil)
        let refused = self.fixture.issue(pepper: 1) { $0.grants = AdmissionFixture.grants("b:read") }
        #expect(self.fixture.judge(refused.token).reason == .permissionMissing)
        let expired = self.fixture.issue(pepper: 1) { $0.expiry = .at(AdmissionFixture.now.adding(seconds: -1)) }
        #expect(self.fixture.judge(expired.token).reason != nil)
        #expect(self.take().isEmpty)
    }

    @Test func `what waits is bounded, and taken once`() {
        let desk = RehashDesk()
        for number in 0...UInt64(RehashDesk.most) {
            desk.note(
                .init(
                    keyID: .init(high: 0, low: number), versionNumber: 1, replaced: .zero, digest: .zero,
                    pepperVersion: 2))
        }
        #expect(desk.take().count == RehashDesk.most)
        #expect(desk.take().isEmpty)
    }

    @Test func `a pepper keeps its position whichever others come and go`() {
        let pepper = { (version: UInt32) in
            EnvironmentEntry.LivePepper(
                version: version,
                hasher: .init(pepper: .init(copying: [UInt8](repeating: 1, count: 32).span), environment: "e"))
        }
        let entry = { (versions: [UInt32]) in
            EnvironmentEntry(self.fixture.live, projectName: "orders", peppers: versions.map(pepper))
        }
        #expect(entry([1, 2]).position(ofPepper: 2) == entry([2, 3, 4]).position(ofPepper: 2))
        #expect(entry([1, 2]).position(ofPepper: 3) == nil)
        #expect(entry([1, 5]).position(ofPepper: 1) == nil, "one that is four behind would share a position")
        let positions = [3, 4, 5, 6].map { entry([3, 4, 5, 6]).position(ofPepper: $0) }
        #expect(Set(positions).count == 4)
        #expect(entry([1, 2]).newestPosition == entry([2]).position(ofPepper: 2))
    }
}
