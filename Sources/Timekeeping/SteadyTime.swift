package import Keys

/// Civil time that goes on evenly: a pure machine over readings of the system's clocks.
///
/// It follows civil time in small steps, and not in a jump: then it goes on by the monotonic clock until the clock is right
/// again, or a time source has kept it for a while. Small steps that come to more than one of them within a day are a jump,
/// too. It does not go back, so that nothing that has expired is alive again; only what was ahead by more than a day is
/// taken back, once a time source or somebody says so.
///
/// In a server (`begin`), time does not jump ahead by itself at all: a step that a time source or a start speaks for waits
/// for somebody to look at what it would end (`look`, `follow`). docs/decisions/0022-mass-expiry.md
package struct SteadyTime: Hashable, Sendable {
    /// The largest step that is followed, alone or as the sum of those within a day, in milliseconds: setting a clock right
    /// takes less.
    package static let largestStep: Int64 = 60_000
    /// How long a time source must have kept the clock after a jump, in nanoseconds.
    package static let probation: UInt64 = 60_000_000_000
    /// What is ahead of a kept clock by more than this was wrong, in milliseconds: a day. A time source is believed for as
    /// much, within a day.
    package static let longestWait: Int64 = 86_400_000

    /// Why the clock is not followed.
    struct Doubt: Hashable {
        let since: MonotonicNanoseconds
        /// The step was found by a start: whoever started the server again speaks for the clock.
        let isOfStart: Bool
    }

    /// How far the system's clock is ahead of the time that goes by evenly, in milliseconds; 0 while it is followed. Below 0
    /// as well while time stands still for longer than a step, until the clock that is followed is there.
    package internal(set) var lead: Int64 = 0
    var offset: Int64
    /// The time that was given last: none is given before it.
    var latest: WallTime
    var doubt: Doubt?
    /// What the clocks said when the process began.
    let first: Reading
    var hasBegun = false
    /// What was followed since somebody or a time source last spoke for the clock.
    private var small: StepBudget
    /// What was followed since somebody last spoke for the clock.
    private var believed: StepBudget

    package init(_ reading: Reading) {
        self.offset = reading.offset
        self.latest = reading.wall
        self.first = reading
        self.small = .init(reading.offset, at: reading.monotonic)
        self.believed = self.small
    }

    /// The time at a reading, none earlier than the last. `isKept`: whether a time source keeps the clock; asked after a
    /// jump alone.
    package mutating func time(at reading: Reading, isKept: () -> Bool) -> WallTime {
        self.small.renew(self.offset, at: reading.monotonic)
        self.believed.renew(self.offset, at: reading.monotonic)
        let difference = reading.offset.minus(self.offset)
        if difference.magnitude <= UInt64(Self.largestStep), self.small.allows(reading.offset, most: Self.largestStep) {
            self.keepReached(at: reading)
            self.offset = reading.offset
            self.doubt = nil
            let lead = reading.wall.milliseconds.minus(self.latest.milliseconds)
            self.lead = lead < -Self.largestStep ? lead : 0
        } else {
            self.hold(reading, difference: difference, isKept: isKept)
        }
        self.keepReached(at: reading)
        return self.latest
    }

    /// How time goes on from a reading until the next: what `time` gives, for those who read the monotonic clock alone.
    ///
    /// `given`: the time that they have given last. None earlier is given after it, unless time was taken back meanwhile.
    package mutating func course(at reading: Reading, after given: WallTime, isKept: () -> Bool) -> Course {
        let time = self.time(at: reading, isKept: isKept)
        let isAhead = given > time && given.milliseconds.minus(time.milliseconds) <= Self.largestStep
        if isAhead { self.latest = given }
        return .init(floor: self.latest, offset: self.offset)
    }

    /// The time as it has gone by on the monotonic clock. Behind `time` where that stands still: after a step back, and at
    /// a start that does not know how long the server before went on.
    package func evenTime(at reading: Reading) -> WallTime {
        .init(milliseconds: self.offset &+ reading.monotonicMilliseconds)
    }

    /// The time at a reading, and the jump that it has not made.
    package mutating func look(at reading: Reading, isKept: () -> Bool) -> Look {
        let time = self.time(at: reading, isKept: isKept)
        guard self.lead > 0 else {
            let lead = self.lead < 0 ? min(0, reading.wall.milliseconds.minus(time.milliseconds)) : 0
            return .init(reading: reading, time: time, lead: lead, step: nil, isWaiting: false)
        }
        let isVouched = isKept()
        // What was ended by the steps before counts as well.
        let start = self.believed.origin < self.offset ? min(time, self.believed.time(at: reading)) : time
        return .init(
            reading: reading, time: time, lead: max(1, reading.wall.milliseconds.minus(time.milliseconds)),
            step: .init(
                from: start, to: reading.wall,
                isVouchedFor: isVouched && self.believed.allows(reading.offset, most: Self.longestWait)),
            isWaiting: self.isWaiting(at: reading, isKept: isVouched))
    }

    /// The system's clock was right at that reading: time is what it said, but for going back by less than a day in all.
    /// `isConfirmed`: somebody said so, and not a time source.
    package mutating func follow(_ reading: Reading, isConfirmed: Bool) {
        self.keepReached(at: reading)
        if reading.wall.milliseconds.minus(self.latest.milliseconds) < -Self.longestWait { self.latest = reading.wall }
        self.offset = reading.offset
        self.lead = 0
        self.doubt = nil
        self.small = .init(reading.offset, at: reading.monotonic)
        if isConfirmed { self.believed = self.small }
    }

    /// From now on time goes on evenly from there, whatever the clock says.
    mutating func goOn(from offset: Int64, at reading: Reading, _ doubt: Doubt) {
        self.offset = offset
        self.lead = reading.offset.minus(offset)
        self.doubt = doubt
        self.small = .init(offset, at: reading.monotonic)
        self.believed = self.small
    }

    /// None is given that is earlier than what has gone by evenly up to this reading. When the clock was set since the last,
    /// time went on as before until then, and others may have seen it go.
    private mutating func keepReached(at reading: Reading) {
        self.latest = max(self.latest, self.evenTime(at: reading))
    }

    private func isWaiting(at reading: Reading, isKept: Bool) -> Bool {
        guard self.hasBegun, let doubt else { return false }
        return doubt.isOfStart || (isKept && Self.isOver(doubt, at: reading))
    }

    private mutating func hold(_ reading: Reading, difference: Int64, isKept: () -> Bool) {
        let isFarther = difference.minus(self.lead) > Self.largestStep
        let known = self.doubt.flatMap { $0.isOfStart && isFarther ? nil : $0 }
        let doubt = known ?? .init(since: reading.monotonic, isOfStart: false)
        self.doubt = doubt
        self.lead = difference
        guard !self.hasBegun || difference < 0, Self.isOver(doubt, at: reading), isKept() else { return }
        self.follow(reading, isConfirmed: false)
    }

    private static func isOver(_ doubt: Doubt, at reading: Reading) -> Bool {
        reading.monotonic >= doubt.since && reading.monotonic - doubt.since >= Self.probation
    }
}
