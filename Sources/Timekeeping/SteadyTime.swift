package import Keys

/// Civil time that goes on evenly: a pure machine over readings of the system's clocks.
///
/// It follows civil time in small steps, and not in a jump: then it goes on by the monotonic clock until the clock is right
/// again, or a time source has kept it for a while. It does not go back, so that nothing that has expired is alive again;
/// only what was ahead by more than a day is taken back, once a time source says so.
package struct SteadyTime: Hashable, Sendable {
    /// The largest step that is followed, in milliseconds: setting a clock right takes less.
    package static let largestStep: Int64 = 60_000
    /// How long a time source must have kept the clock after a jump, in nanoseconds.
    package static let probation: UInt64 = 60_000_000_000
    /// What is ahead of a kept clock by more than this was wrong, in milliseconds: a day.
    package static let longestWait: Int64 = 86_400_000

    /// Both clocks, read at one moment.
    package struct Reading: Hashable, Sendable {
        package let wall: WallTime
        package let monotonic: MonotonicNanoseconds

        package init(wall: WallTime, monotonic: MonotonicNanoseconds) {
            self.wall = wall
            self.monotonic = monotonic
        }

        /// Civil time when the monotonic clock stood at zero, in milliseconds.
        fileprivate var offset: Int64 { self.wall.milliseconds &- Self.milliseconds(self.monotonic) }

        fileprivate static func milliseconds(_ monotonic: MonotonicNanoseconds) -> Int64 {
            Int64(clamping: monotonic / 1_000_000)
        }
    }

    /// How far the system's clock is ahead of the time that is given, in milliseconds; 0 while it is followed.
    package private(set) var lead: Int64 = 0
    private var offset: Int64
    private var latest: WallTime
    private var jumpedAt: MonotonicNanoseconds?

    package init(_ reading: Reading) {
        self.offset = reading.offset
        self.latest = reading.wall
    }

    /// The time at a reading, none earlier than the last. `isKept`: whether a time source keeps the clock; asked after a
    /// jump alone.
    package mutating func time(at reading: Reading, isKept: () -> Bool) -> WallTime {
        let (difference, isOverflow) = reading.offset.subtractingReportingOverflow(self.offset)
        if !isOverflow, difference.magnitude <= UInt64(Self.largestStep) {
            self.follow(reading)
        } else {
            self.hold(reading, difference: isOverflow ? (reading.offset < 0 ? .min : .max) : difference, isKept: isKept)
        }
        self.latest = max(self.latest, self.now(reading))
        return self.latest
    }

    /// What is stored was written at that moment: time goes on from there when the clock is behind it.
    package mutating func begin(notBefore moment: WallTime, at reading: Reading, isKept: Bool) {
        let behind = moment.milliseconds &- reading.wall.milliseconds
        guard moment > reading.wall, behind > 0, !isKept || behind <= Self.longestWait else { return }
        if isKept || behind <= Self.largestStep {
            // The clock will be there soon.
            self.latest = max(self.latest, moment)
        } else {
            self.offset = self.offset &+ behind
            self.lead = -behind
            self.jumpedAt = reading.monotonic
            self.latest = max(self.latest, moment)
        }
    }

    private mutating func follow(_ reading: Reading) {
        self.offset = reading.offset
        self.lead = 0
        self.jumpedAt = nil
    }

    private mutating func hold(_ reading: Reading, difference: Int64, isKept: () -> Bool) {
        let since = self.jumpedAt ?? reading.monotonic
        self.jumpedAt = since
        self.lead = difference
        guard reading.monotonic >= since, reading.monotonic - since >= Self.probation, isKept() else { return }
        if difference < -Self.longestWait { self.latest = reading.wall }
        self.follow(reading)
    }

    private func now(_ reading: Reading) -> WallTime {
        .init(milliseconds: self.offset &+ Reading.milliseconds(reading.monotonic))
    }
}
