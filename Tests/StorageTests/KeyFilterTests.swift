import Keys
import Storage
import TestKit
import Testing

@Suite struct KeyFilterTests {
    private let key = RecordFixtures().key

    private func matches(
        _ change: (inout KeyFilter) -> Void, lastUsedAt: WallTime? = nil, foreign: ForeignCredential? = nil
    ) -> Bool {
        var filter = KeyFilter(now: RecordFixtures.moment)
        change(&filter)
        return filter.matches(self.key, lastUsedAt: lastUsedAt, foreign: foreign)
    }

    @Test func `no field, no narrowing`() {
        #expect(self.matches { _ in })
    }

    @Test func `a key is found by a part of its name and by the start of its id, whatever the case`() {
        #expect(self.matches { $0.text = "abGLEICH" })
        #expect(!self.matches { $0.text = "nÄchtlich" })
        #expect(self.matches { $0.text = self.key.id.description.uppercased() })
        #expect(self.matches { $0.text = String(self.key.id.description.dropFirst(4).prefix(5)) })
        #expect(!self.matches { $0.text = String(self.key.id.description.dropFirst(8)) })
    }

    @Test func `unused since includes never used`() {
        let bound = RecordFixtures.moment
        #expect(self.matches { $0.unusedSince = bound })
        #expect(self.matches({ $0.unusedSince = bound }, lastUsedAt: bound.adding(seconds: -1)))
        #expect(!self.matches({ $0.unusedSince = bound }, lastUsedAt: bound))
    }

    @Test func `a key that never expires does not expire before anything`() {
        #expect(!self.matches { $0.expiresBefore = .distantFuture })
        #expect(self.matches { $0.neverExpires = true })
        #expect(!self.matches { $0.neverExpires = false })
    }

    @Test func `statuses are judged at the moment of the filter`() {
        #expect(self.matches { $0.statuses = [.suspended] })
        #expect(!self.matches { $0.statuses = [.revoked] })
        #expect(
            self.matches {
                $0.statuses = [.revoked]
                $0.now = RecordFixtures.moment.adding(seconds: 7200)
            })
    }

    @Test func `a key is imported or issued, and weak by the token it came in with`() {
        let hardened = HardenedDigest(bucket: 1, salt: Array(repeating: 0, count: 16), digest: .zero)
        let proofs: [(ForeignProof?, isImported: Bool, isWeak: Bool)] = [
            (nil, false, false), (.keyed(.zero), true, false), (.wrapped(.sha512, .zero), true, false),
            (.reissue, true, false), (.hardened(.sha256, hardened), true, true),
        ]
        for (proof, isImported, isWeak) in proofs {
            let foreign = proof.map { proof in
                ForeignCredential(
                    keyID: self.key.id, environmentID: self.key.environmentID, source: .csv, foreignID: "41",
                    proof: proof, pepperVersion: 1, importedAt: RecordFixtures.moment)
            }
            #expect(self.matches({ $0.origin = .imported }, foreign: foreign) == isImported)
            #expect(self.matches({ $0.origin = .issued }, foreign: foreign) != isImported)
            #expect(self.matches({ $0.isWeak = true }, foreign: foreign) == isWeak)
            #expect(self.matches({ $0.isWeak = false }, foreign: foreign) != isWeak)
        }
    }

    @Test func `positions order newest first, the greater id first among equals`() {
        let moment = RecordFixtures.moment
        let low = KeyPosition(createdAt: moment, id: .init(high: 1, low: 1))
        let high = KeyPosition(createdAt: moment, id: .init(high: 1, low: 2))
        let newer = KeyPosition(createdAt: moment.adding(seconds: 1), id: .init(high: 0, low: 0))
        #expect(newer.precedes(low) && newer.precedes(high) && high.precedes(low))
        #expect(!low.precedes(high) && !low.precedes(low))
    }
}
