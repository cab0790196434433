import Keys
import Storage
import Testing

@testable import KeyManagement

@Suite struct RekeyingStepsTests {
    private let now = WallTime(seconds: 1000)

    private func rekeying(_ phase: RekeyingPhase, grace: UInt32 = 0) -> Rekeying {
        .init(
            id: .init(high: 1, low: 1), kind: .pepper, tenant: "env_a", phase: phase, oldKey: "1", newKey: "2",
            startedAt: self.now, changedAt: self.now, graceSeconds: grace, startedBy: "local:0")
    }

    @Test func `each phase has its step`() {
        let steps: [RekeyingPhase: Rekeying.Step] = [
            .prepared: .promote, .moving: .move, .counting: .count, .retiring: .destroy, .finished: .nothing,
        ]
        for phase in RekeyingPhase.allCases {
            #expect(self.rekeying(phase).nextStep(at: self.now) == steps[phase])
        }
    }

    @Test func `a pass goes on at its cursor and ends without one`() {
        var rekeying = self.rekeying(.moving)
        rekeying.moved(.init(count: 3, cursor: "c"), at: self.now)
        #expect(rekeying.phase == .moving && rekeying.cursor == "c" && rekeying.moved == 3)
        rekeying.moved(.init(count: 2, cursor: nil), at: self.now)
        #expect(rekeying.phase == .counting && rekeying.cursor.isEmpty && rekeying.moved == 5)
    }

    @Test func `what is left is counted over the whole pass, and anew in the next`() {
        var rekeying = self.rekeying(.counting)
        rekeying.counted(.init(count: 2, cursor: "c"), pause: 60, at: self.now)
        rekeying.counted(.init(count: 1, cursor: nil), pause: 60, at: self.now)
        #expect(rekeying.remaining == 3)
        #expect(rekeying.phase == .moving)
        #expect(rekeying.nextStep(at: self.now) == .wait(until: self.now.adding(seconds: 60)))
        #expect(rekeying.nextStep(at: self.now.adding(seconds: 60)) == .move)
        rekeying.moved(.init(count: 0, cursor: nil), at: self.now)
        rekeying.counted(.init(count: 0, cursor: "c"), pause: 60, at: self.now)
        rekeying.counted(.init(count: 0, cursor: nil), pause: 60, at: self.now)
        #expect(rekeying.remaining == 0)
        #expect(rekeying.phase == .retiring)
    }

    @Test func `that nothing is told by the leaked key alone is believed as long as each pass finds it so`() {
        var rekeying = self.rekeying(.counting)
        rekeying.leak = .init(toldAt: self.now)
        var moment = self.now
        /// Whether a pass that finds this says so.
        func isContained(_ count: UInt64, nested: UInt64, isNewLeaked: Bool = false) -> Bool {
            moment = moment.adding(seconds: 60)
            rekeying.counted(
                .init(count: count, nested: nested, isNewLeaked: isNewLeaked, cursor: nil), pause: 0, at: moment)
            defer { rekeying.moved(.init(count: 0, cursor: nil), at: moment) }
            return rekeying.leak?.nestedAt != nil
        }
        #expect(isContained(2, nested: 2))
        let first = rekeying.leak?.nestedAt
        #expect(isContained(2, nested: 2) && rekeying.leak?.nestedAt == first)
        #expect(!isContained(3, nested: 2), "one came under the leaked key alone")
        #expect(isContained(3, nested: 3) && rekeying.leak?.nestedAt == moment)
        #expect(!isContained(3, nested: 3, isNewLeaked: true))
    }

    @Test func `with a successor the same replacement begins anew`() {
        var rekeying = self.rekeying(.retiring)
        rekeying.leak = .init(toldAt: self.now, nested: 1, nestedAt: self.now)
        rekeying.destroyed(.init(count: 1, successor: "3", cursor: nil), at: self.now.adding(seconds: 1))
        #expect(rekeying.phase == .moving && rekeying.newKey == "3" && rekeying.oldKey == "1")
        #expect(rekeying.leak == .init(toldAt: self.now))
    }

    @Test func `the old key is kept for its grace`() {
        var rekeying = self.rekeying(.counting, grace: 100)
        rekeying.counted(.init(count: 0, cursor: nil), pause: 0, at: self.now)
        #expect(rekeying.nextStep(at: self.now.adding(seconds: 99)) == .wait(until: self.now.adding(seconds: 100)))
        #expect(rekeying.nextStep(at: self.now.adding(seconds: 100)) == .destroy)
        rekeying.destroyed(.init(count: 1, cursor: "c"), at: self.now)
        #expect(rekeying.phase == .retiring)
        rekeying.destroyed(.init(count: 1, cursor: nil), at: self.now)
        #expect(rekeying.phase == .finished)
    }

    @Test func `no grace holds up a replacement whose new key has leaked`() {
        var rekeying = self.rekeying(.counting, grace: 100)
        rekeying.leak = .init(toldAt: self.now)
        rekeying.counted(.init(count: 0, isNewLeaked: true, cursor: nil), pause: 60, at: self.now)
        #expect(rekeying.nextStep(at: self.now) == .destroy)
    }

    @Test func `what was to be waited for in a time that was taken back is waited for as long, and no longer`() {
        let wrong = self.now.adding(seconds: 315_360_000)
        var rekeying = self.rekeying(.counting, grace: 100)
        rekeying.counted(.init(count: 0, cursor: nil), pause: 0, at: wrong)
        rekeying.takenBack(to: self.now)
        #expect(rekeying.nextStep(at: self.now) == .wait(until: self.now.adding(seconds: 100)))
        #expect(rekeying.changedAt == self.now)
        var idle = self.rekeying(.moving)
        idle.takenBack(to: self.now)
        #expect(idle.nextStep(at: self.now) == .move)
    }

    @Test func `what is in use once more is told by a leaked key again`() {
        var rekeying = self.rekeying(.retiring)
        rekeying.leak = .init(toldAt: self.now, nested: 1, nestedAt: self.now)
        rekeying.destroyed(.init(count: 0, isInUse: true), at: self.now)
        #expect(rekeying.phase == .moving && rekeying.leak?.nestedAt == nil)
    }

    @Test func `what is in use once more is moved and counted again before it is destroyed`() {
        var rekeying = self.rekeying(.retiring)
        rekeying.destroyed(.init(count: 1, cursor: "c"), at: self.now)
        rekeying.destroyed(.init(count: 0, isInUse: true), at: self.now)
        #expect(rekeying.phase == .moving && rekeying.cursor.isEmpty)
        rekeying.moved(.init(count: 1, cursor: nil), at: self.now)
        rekeying.counted(.init(count: 0, cursor: nil), pause: 0, at: self.now)
        #expect(rekeying.nextStep(at: self.now) == .destroy)
    }

    @Test func `nothing is destroyed before nothing is left`() {
        // From every phase, whatever is counted, destruction comes after a pass that has found nothing.
        for remaining in [UInt64(0), 1, .max] {
            var rekeying = self.rekeying(.counting)
            rekeying.counted(.init(count: remaining, cursor: nil), pause: 0, at: self.now)
            #expect((rekeying.nextStep(at: self.now) == .destroy) == (remaining == 0))
        }
    }
}
