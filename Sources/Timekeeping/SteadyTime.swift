package import Keys

/// Civil time that goes on evenly: a pure machine over readings of the system's clocks.
///
/// It follows civil time in small steps, and not in a jump: then it goes on by the monotonic clock until the clock is right
/// again, or a time source has kept it for a while. It does not go back, so that nothing that has expired is alive again;
/// only what was ahead by more than a day is taken back, once a time source says so.
///
/// In a server (`begin`), time does not jump ahead by itself at all: a step that a time source or a start speaks for waits
/// for somebody to look at what it would end (`waitingStep`, `follow`). docs/decisions/0022-mass-expiry.md
package struct SteadyTime: Hashable, Sendable {
    /// The largest step that is followed, in milliseconds: setting a clock right takes less.
    package static let largestStep: Int64 = 60_000
    /// How long a time source must have kept the clock after a jump, in nanoseconds.
    package static let probation: UInt64 = 60_000_000_000
    /// What is ahead of a kept clock by more than this was wrong, in milliseconds: a day.
    package static let longestWait: Int64 = 86_400_000

    /// How long a server may have gone on after what it wrote last, in milliseconds: it writes every ten seconds.
    package static let unwritten: Int64 = 20_000

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

    /// Why the clock is not followed.
    private struct Doubt: Hashable {
        let since: MonotonicNanoseconds
        /// The step was found by a start: whoever started the server again speaks for the clock.
        let isOfStart: Bool
    }

    /// How far the system's clock is ahead of the time that is given, in milliseconds; 0 while it is followed.
    package private(set) var lead: Int64 = 0
    private var offset: Int64
    private var latest: WallTime
    private var doubt: Doubt?
    /// What the clocks said when the process began.
    private let first: Reading
    private var hasBegun = false

    package init(_ reading: Reading) {
        self.offset = reading.offset
        self.latest = reading.wall
        self.first = reading
    }

    /// The time at a reading, none earlier than the last. `isKept`: whether a time source keeps the clock; asked after a
    /// jump alone.
    package mutating func time(at reading: Reading, isKept: () -> Bool) -> WallTime {
        let (difference, isOverflow) = reading.offset.subtractingReportingOverflow(self.offset)
        if !isOverflow, difference.magnitude <= UInt64(Self.largestStep) {
            self.lead = 0
            self.follow(reading)
        } else {
            self.hold(reading, difference: isOverflow ? (reading.offset < 0 ? .min : .max) : difference, isKept: isKept)
        }
        self.latest = max(self.latest, self.now(reading))
        return self.latest
    }

    /// What is stored was written at that moment: time goes on from there, when the clock is behind it and when it was far
    /// ahead of it as the process began.
    package mutating func begin(notBefore moment: WallTime?, at reading: Reading, isKept: Bool) {
        let isFirst = !self.hasBegun
        self.hasBegun = true
        guard let moment else { return }
        if moment > reading.wall {
            self.goOn(from: moment, at: reading, isKept: isKept)
        } else if isFirst {
            self.stayBehind(after: moment, at: reading)
        }
    }

    /// A jump ahead that a start or a time source speaks for, and that time has not made; `nil` when there is none.
    package func waitingStep(at reading: Reading, isKept: Bool) -> Step? {
        guard self.hasBegun, let doubt, self.lead > 0 else { return nil }
        guard doubt.isOfStart || (isKept && Self.isOver(doubt, at: reading)) else { return nil }
        return self.step(at: reading, isKept: isKept)
    }

    /// The jump ahead that would be made by following the clock now, whoever speaks for it.
    package func step(at reading: Reading, isKept: Bool) -> Step? {
        guard self.lead > 0 else { return nil }
        return .init(from: self.latest, to: reading.wall, isVouchedFor: isKept && self.lead <= Self.longestWait)
    }

    /// The system's clock is right: time is what it says, but for going back by less than a day.
    package mutating func follow(_ reading: Reading) {
        if self.lead < -Self.longestWait { self.latest = reading.wall }
        self.offset = reading.offset
        self.lead = 0
        self.doubt = nil
    }

    private mutating func goOn(from moment: WallTime, at reading: Reading, isKept: Bool) {
        let behind = moment.milliseconds &- reading.wall.milliseconds
        guard behind > 0, !isKept || behind <= Self.longestWait else { return }
        if isKept || behind <= Self.largestStep {
            // The clock will be there soon.
            self.latest = max(self.latest, moment)
        } else {
            self.offset = self.offset &+ behind
            self.lead = -behind
            self.doubt = .init(since: reading.monotonic, isOfStart: false)
            self.latest = max(self.latest, moment)
        }
    }

    /// What has gone by since the process began has gone by; what came before nobody has seen, but for what was not written
    /// down: what expired in it stays so.
    private mutating func stayBehind(after moment: WallTime, at reading: Reading) {
        let (step, isOverflow) = self.first.wall.milliseconds.subtractingReportingOverflow(moment.milliseconds)
        guard !isOverflow, step > Self.largestStep else { return }
        self.offset = self.offset &- step &+ Self.unwritten
        self.lead = reading.offset &- self.offset
        self.doubt = .init(since: reading.monotonic, isOfStart: true)
        self.latest = max(moment, self.now(reading))
    }

    private mutating func hold(_ reading: Reading, difference: Int64, isKept: () -> Bool) {
        let isFarther = difference.subtractingReportingOverflow(self.lead).partialValue > Self.largestStep
        let known = self.doubt.flatMap { $0.isOfStart && isFarther ? nil : $0 }
        let doubt = known ?? .init(since: reading.monotonic, isOfStart: false)
        self.doubt = doubt
        self.lead = difference
        guard !self.hasBegun || difference < 0, Self.isOver(doubt, at: reading), isKept() else { return }
        self.follow(reading)
    }

    private static func isOver(_ doubt: Doubt, at reading: Reading) -> Bool {
        reading.monotonic >= doubt.since && reading.monotonic - doubt.since >= Self.probation
    }

    private func now(_ reading: Reading) -> WallTime {
        .init(milliseconds: self.offset &+ Reading.milliseconds(reading.monotonic))
    }
}
