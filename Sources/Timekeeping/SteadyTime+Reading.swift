package import Keys

extension SteadyTime {
    /// Both clocks, read at one moment.
    package struct Reading: Hashable, Sendable {
        package let wall: WallTime
        package let monotonic: MonotonicNanoseconds

        package init(wall: WallTime, monotonic: MonotonicNanoseconds) {
            self.wall = wall
            self.monotonic = monotonic
        }

        /// Civil time when the monotonic clock stood at zero, in milliseconds.
        var offset: Int64 { self.wall.milliseconds &- self.monotonicMilliseconds }

        var monotonicMilliseconds: Int64 { Int64(clamping: self.monotonic / 1_000_000) }
    }

    /// The line that time goes along between two readings.
    package struct Course: Hashable, Sendable {
        /// Time stands still here until as much has gone by.
        package let floor: WallTime
        /// Civil time when the monotonic clock stood at zero, in milliseconds.
        package let offset: Int64

        package init(floor: WallTime, offset: Int64) {
            self.floor = floor
            self.offset = offset
        }

        package func time(at monotonic: MonotonicNanoseconds) -> WallTime {
            max(self.floor, .init(milliseconds: self.offset &+ Int64(clamping: monotonic / 1_000_000)))
        }
    }

    /// A jump ahead that time would make by following the system's clock.
    package struct Step: Hashable, Sendable {
        package let start: WallTime
        package let end: WallTime
        /// Whether a time source keeps the clock, and the step is no longer than it is believed for: a day.
        package let isVouchedFor: Bool

        package init(from start: WallTime, to end: WallTime, isVouchedFor: Bool = false) {
            self.start = start
            self.end = end
            self.isVouchedFor = isVouchedFor
        }
    }

    /// How the clocks stand at one moment. What is decided by it is done by its reading, whatever they say by then.
    package struct Look: Hashable, Sendable {
        package let reading: Reading
        /// The time that is given.
        package let time: WallTime
        /// How far the system's clock is ahead of it, in milliseconds; 0 while it is followed.
        package let lead: Int64
        /// The jump ahead that would be made by following the clock, whoever speaks for it; `nil` where it is not ahead.
        package let step: Step?
        /// A start or a time source speaks for that jump.
        package let isWaiting: Bool

        package init(reading: Reading, time: WallTime, lead: Int64, step: Step?, isWaiting: Bool) {
            self.reading = reading
            self.time = time
            self.lead = lead
            self.step = step
            self.isWaiting = isWaiting
        }
    }
}

extension Int64 {
    /// The difference, or the end of the range that it goes beyond.
    func minus(_ other: Int64) -> Int64 {
        let (difference, isOverflow) = self.subtractingReportingOverflow(other)
        return isOverflow ? (self < 0 ? .min : .max) : difference
    }
}
