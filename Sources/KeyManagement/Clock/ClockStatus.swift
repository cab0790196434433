package import Admission
package import Keys

/// The time that the server goes by, beside the clock of its system.
package struct ClockStatus: Hashable, Sendable {
    package let time: WallTime
    package let systemTime: WallTime
    /// How far the clock is ahead of the time, in milliseconds; 0 while it is followed.
    package let lead: Int64
    /// Whether time waits for somebody to say that the clock is right.
    package let isHeld: Bool
    /// What following the clock would end.
    package let endings: KeyEndings

    package init(time: WallTime, systemTime: WallTime, lead: Int64, isHeld: Bool, endings: KeyEndings) {
        self.time = time
        self.systemTime = systemTime
        self.lead = lead
        self.isHeld = isHeld
        self.endings = endings
    }
}
