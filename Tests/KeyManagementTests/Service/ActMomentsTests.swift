import Keys
import TestKit
import Testing
import Timekeeping

@testable import KeyManagement

@Suite struct ActMomentsTests {
    private let clock = ManualClock()
    private let moments: ActMoments
    private let decade = ManualClock.start.adding(seconds: 315_360_000)

    init() { self.moments = .init(self.clock.source) }

    @Test func `an act is dated by the time of its turn`() {
        #expect(self.moments.now() == ManualClock.start)
        self.clock.advance(seconds: 5)
        #expect(self.moments.now() == ManualClock.start.adding(seconds: 5))
    }

    @Test func `acts behind one that changes the time are dated by the changed time before it is there`() {
        let ahead = SteadyTime.Reading(wall: self.decade, monotonic: self.clock.monotonic)
        self.moments.announce(ahead, isBack: false)
        self.clock.advance(seconds: 5)
        #expect(self.moments.now() == self.decade.adding(seconds: 5))
        self.moments.settle(.init(wall: self.decade, monotonic: self.clock.monotonic))
        #expect(self.moments.now() == self.decade.adding(seconds: 5), "that was somebody else's")
        self.moments.settle(ahead)
        #expect(self.moments.now() == ManualClock.start.adding(seconds: 5), "nothing came of it")
    }

    @Test func `time that is taken back is so for the acts behind, too, and nothing else goes back`() {
        let back = SteadyTime.Reading(
            wall: ManualClock.start.adding(seconds: -315_360_000), monotonic: self.clock.monotonic)
        self.moments.announce(back, isBack: false)
        #expect(self.moments.now() == ManualClock.start)
        self.moments.announce(back, isBack: true)
        #expect(self.moments.now() == back.wall)
    }
}
