import KeyManagement
import Keys
import Timekeeping

extension Simulation {
    mutating func wait() async throws {
        let seconds = self.random.pick([1, 30, 600, 3600, 20_000, 86_400, 200_000] as [Int64])
        self.process.clock.advance(seconds: seconds)
        self.log("wait \(seconds)")
        try await self.writeTimeDown()
        try self.checkTime()
    }

    /// The maintenance does so every few seconds; what it has not written down, a start cannot know.
    private mutating func writeTimeDown() async throws {
        let tick = MaintenanceTick(evenTime: self.process.clock.evenTime)
        try await self.process.world.plane.perform(tick, by: .system)
        try await self.watcher.look(at: self.process.opened.store)
    }

    /// Somebody sets the clock of the system: wrong by much, back to right, or with a time source that vouches for it.
    mutating func setClock() async throws {
        let clock = self.process.clock
        let before = clock.now
        let isRight = self.random.oneIn(3)
        let jump = isRight ? 0 : self.random.pick([-7200, -3600, -30, 30, 3600, 86_400, 315_360_000] as [Int64])
        let isKept = self.random.oneIn(4)
        try await self.writeTimeDown()
        clock.setWallTime(self.rightTime.adding(seconds: jump), isKept: isKept && isRight)
        self.log("the clock is set \(jump) seconds beside what is right\(isKept && isRight ? ", and kept" : "")")
        guard clock.now.milliseconds - before.milliseconds <= 60_000 else {
            throw Discrepancy(finding: "time went on by a jump of the clock")
        }
        try self.checkTime()
    }

    /// Before a start somebody looks at a clock that is wrong by more than a day, unless so many keys would end by it that
    /// the start does not believe it. Whether it must not.
    ///
    /// `isCertain`: The reference knows what the keys are; without that, nobody can say how many would end.
    func setRightForStart(isCertain: Bool) -> Bool {
        guard self.process.clock.wall > self.rightTime.adding(seconds: 86_400) else { return false }
        guard isCertain else {
            // Not before the moment at which time stood still: no tick of the process before has written that down.
            self.process.clock.setWallTime(max(self.rightTime, self.latest))
            return false
        }
        // What ends within the time that the process before may have gone on unwritten has ended.
        let start = self.latest.adding(seconds: SteadyTime.unwritten / 1000)
        let live = self.keys.values.filter { self.admits($0, at: start) }
        let ending = live.count { !self.admits($0, at: self.process.clock.wall) }
        // Twice as many as it takes.
        if ending > 1, ending * 10 > live.count { return true }
        self.process.clock.setWallTime(self.rightTime)
        return false
    }

    private func admits(_ key: ReferenceKey, at moment: WallTime) -> Bool {
        key.secrets.contains { key.standing(of: $0.number, moment.milliseconds) == .admitted }
    }

    /// What has gone by: the monotonic clock never lies.
    private var rightTime: WallTime {
        ManualClock.start.adding(seconds: Int64(clamping: self.process.clock.monotonic / 1_000_000_000))
    }

    /// Time does not go back: what has expired stays so.
    mutating func checkTime() throws {
        let now = self.process.clock.now
        guard now >= self.latest else { throw Discrepancy(finding: "time went back from \(self.latest) to \(now)") }
        self.latest = now
    }
}
