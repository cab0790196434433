import Keys
import TestKit
import Testing

@testable import Admission

/// After a leak: digests that lie in digests under later peppers.
@Suite struct NestedDigestTests {
    private static let routes = [AdmissionFixture.route(permission: "a:read")]
    /// Every way in which up to four peppers can lie around a digest under an older one.
    private static let chains: [(inner: UInt32, outer: [UInt32])] = (1..<16).map { bits in
        let chosen = (UInt32(1)...4).filter { bits & (1 << ($0 - 1)) != 0 }
        return (chosen[0], Array(chosen.dropFirst()))
    }

    private func changed(_ token: [UInt8]) -> [UInt8] {
        // Another secret with its own checksum: the checksum is public, so nothing else may refuse it.
        guard let parts = TokenParts(token.span) else { return token }
        var secret = Array(token[parts.secretOffset..<(parts.secretOffset + Token.secretLength)])
        secret[5] = secret[5] == UInt8(ascii: "a") ? UInt8(ascii: "b") : UInt8(ascii: "a")
        return Token.compose(prefix: "gk", tag: "live", id: parts.id, secret: secret)
    }

    @Test func `a key is admitted however its digest lies in others, and with no other secret`() {
        let fixture = AdmissionFixture(routes: Self.routes, peppers: 4)
        fixture.leak([1, 2, 3])
        for (inner, outer) in Self.chains {
            let (record, token) = fixture.issue(pepper: inner)
            fixture.put(fixture.nested(record, under: outer))
            #expect(fixture.judge(token).reason == nil, "\(inner) in \(outer)")
            #expect(fixture.judge(self.changed(token)).reason == .credentialUnknown, "\(inner) in \(outer)")
        }
    }

    @Test func `the digest counts as what the row says it is, and as nothing else`() throws {
        let fixture = AdmissionFixture(routes: Self.routes, peppers: 4)
        fixture.leak([1, 2, 3])
        let (record, token) = fixture.issue(pepper: 1)
        let nested = fixture.nested(record, under: [2, 4])
        for (inner, outer) in Self.chains where (inner, outer) != (1, [2, 4]) {
            var lying = record
            lying.versions[0] = nested.versions[0].told(
                by: nested.versions[0].digest, under: inner, outerPeppers: outer)
            fixture.put(lying)
            #expect(fixture.judge(token).reason == .credentialUnknown, "\(inner) in \(outer)")
        }
        fixture.put(nested)
        #expect(fixture.judge(token).reason == nil)
        // Not without the mark of the leak either: there nothing but plain digests is compared.
        fixture.leak([])
        fixture.put(nested)
        #expect(fixture.judge(token).reason == .credentialUnknown)
    }

    @Test func `the next good use brings the plain digest under the newest pepper`() throws {
        let fixture = AdmissionFixture(routes: Self.routes, peppers: 4)
        fixture.leak([1, 2, 3])
        let (record, token) = fixture.issue(pepper: 2)
        let nested = fixture.nested(record, under: [3, 4])
        fixture.put(nested)
        #expect(fixture.judge(token).reason == nil)
        let rehash = try #require(fixture.pipeline.plan.rehashes.take().first)
        #expect(rehash.replaced == nested.versions[0].digest && rehash.pepperVersion == 4)
        var rehashed = nested
        rehashed.versions[0] = nested.versions[0].told(by: rehash.digest, under: 4)
        fixture.put(rehashed)
        fixture.leak([], destroying: [1, 2, 3])
        #expect(fixture.judge(token).reason == nil)
        #expect(fixture.pipeline.plan.rehashes.take().isEmpty)
    }

    @Test func `a key is unknown when a pepper of its digest is gone`() {
        for gone in UInt32(1)...3 {
            let fixture = AdmissionFixture(routes: Self.routes, peppers: 4)
            fixture.leak([1, 2, 3], destroying: [gone])
            let (record, token) = fixture.issue(pepper: 1)
            fixture.put(fixture.nested(record, under: [2, 3]))
            #expect(fixture.judge(token).reason == .credentialUnknown)
        }
    }

    @Test func `two versions of a key may be told in different forms`() {
        let fixture = AdmissionFixture(routes: Self.routes)
        fixture.leak([1])
        let (record, token) = fixture.issue(pepper: 1)
        let (second, newToken) = fixture.version(2, of: record.id, in: fixture.live)
        var nested = fixture.nested(record, under: [2])
        nested.versions.append(second)
        fixture.put(nested)
        for token in [token, newToken] { #expect(fixture.judge(token).reason == nil) }
        let other = AdmissionFixture(routes: Self.routes, seed: 9).issue().token
        #expect(fixture.judge(other).reason == .credentialUnknown)
    }

    @Test func `environments without a leak do nothing of it`() {
        let fixture = AdmissionFixture(routes: Self.routes)
        let nesting = { fixture.publication.snapshot.environments.filter(\.mayNest).map(\.id) }
        #expect(nesting().isEmpty)
        fixture.leak([1])
        #expect(nesting() == [fixture.live.id])
        fixture.leak([1], destroying: [1])
        #expect(nesting().isEmpty)
    }

    @Test func `a set of peppers is no position, and comes back from its place`() {
        for bits in UInt8(1)...15 {
            let positions = (UInt8(0)...3).filter { bits & (1 << $0) != 0 }
            var set = PepperSet(positions[0])
            for position in positions.dropFirst() { set.insert(position) }
            #expect(set.bits == bits && PepperSet(place: set.place) == set && set.place > 3)
        }
        for position in UInt8(0)...3 { #expect(PepperSet(place: position) == PepperSet(position)) }
    }
}
