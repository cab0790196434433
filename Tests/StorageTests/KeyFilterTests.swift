import Keys
import Storage
import TestKit
import Testing

@Suite struct KeyFilterTests {
    private let key = RecordFixtures().key

    private func matches(_ change: (inout KeyFilter) -> Void, lastUsedAt: WallTime? = nil) -> Bool {
        var filter = KeyFilter(now: RecordFixtures.moment)
        change(&filter)
        return filter.matches(self.key, lastUsedAt: lastUsedAt)
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

    @Test func `positions order newest first, the greater id first among equals`() {
        let moment = RecordFixtures.moment
        let low = KeyPosition(createdAt: moment, id: .init(high: 1, low: 1))
        let high = KeyPosition(createdAt: moment, id: .init(high: 1, low: 2))
        let newer = KeyPosition(createdAt: moment.adding(seconds: 1), id: .init(high: 0, low: 0))
        #expect(newer.precedes(low) && newer.precedes(high) && high.precedes(low))
        #expect(!low.precedes(high) && !low.precedes(low))
    }
}
