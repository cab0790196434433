package import Admission
package import Keys
package import Timekeeping

/// The time that the server goes by, beside the clock of its system.
package struct ClockStatus: Hashable, Sendable {
    /// How the clocks stand.
    package let look: SteadyTime.Look
    /// What following the clock would end.
    package let endings: KeyEndings
    /// Whether time waits for somebody to say that the clock is right.
    package let isHeld: Bool

    package init(_ look: SteadyTime.Look, endings: KeyEndings, isHeld: Bool) {
        self.look = look
        self.endings = endings
        self.isHeld = isHeld
    }

    package var time: WallTime { self.look.time }
    package var systemTime: WallTime { self.look.reading.wall }
    /// How far the clock is ahead of the time, in milliseconds; 0 while it is followed.
    package var lead: Int64 { self.look.lead }
    /// Following the clock takes time back.
    var isBack: Bool { self.lead < -SteadyTime.longestWait }
}
