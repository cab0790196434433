/// What holds of a limit beyond its numbers. All of it is optional; what is not said costs nothing.
package struct LimitTerms: Hashable, Sendable {
    /// Most changes on a limit's calendar.
    package static let mostScheduled = 16
    /// Most a request may count for.
    package static let mostCost: UInt32 = 1_000_000
    /// Longest wait, in milliseconds.
    package static let longestDelay: UInt32 = 30_000
    /// Most requests that wait on one loop.
    package static let mostWaiting: UInt32 = 10_000
    /// Longest ban: a day.
    package static let longestBanSeconds: UInt32 = 86_400
    /// Most a limit is raised to, in percent.
    package static let mostPercent: UInt32 = 10_000

    /// What becomes of a request over the limit.
    package enum OnExceed: Hashable, Sendable {
        case reject
        /// It waits for room, at most so long; at most so many wait on one loop.
        case delay(maximumMilliseconds: UInt32, maximumWaiting: UInt32)
        /// It is counted, and told of; it is never refused.
        case shadow
    }

    /// Whose limits are lowered first when the node is short of capacity.
    package enum Priority: String, Sendable, CaseIterable, Hashable {
        case low, normal, high
    }

    /// After so many refusals a ban, twice as long each time.
    package struct Penalty: Hashable, Sendable {
        package var afterRefusals: UInt32
        package var baseSeconds: UInt32
        package var maximumSeconds: UInt32

        package init(afterRefusals: UInt32, baseSeconds: UInt32, maximumSeconds: UInt32) {
            self.afterRefusals = afterRefusals
            self.baseSeconds = baseSeconds
            self.maximumSeconds = maximumSeconds
        }
    }

    /// From one moment to another the limit is so many percent of what it says.
    package struct ScheduledChange: Hashable, Sendable {
        package var startsAt: WallTime
        package var endsAt: WallTime
        package var percent: UInt32

        package init(startsAt: WallTime, endsAt: WallTime, percent: UInt32) {
            self.startsAt = startsAt
            self.endsAt = endsAt
            self.percent = percent
        }
    }

    package var onExceed = OnExceed.reject
    /// What a request counts for; `nil` for what its route says.
    package var cost: UInt32?
    /// Whoever has less than so many percent left is warned; `nil` for nobody.
    package var warnBelowPercent: UInt32?
    package var priority = Priority.normal
    package var penalty: Penalty?
    /// In order, none over another.
    package var schedule: [ScheduledChange] = []
    /// More for keys that have behaved for long. Only limits of keys have it.
    package var trusted: LimitTrust?

    package init() {}

    package var isEmpty: Bool { self == Self() }

    /// What is wrong, in words for the person who wrote it; `nil` when nothing is.
    package var objection: String? {
        if let cost = self.cost, !(0...Self.mostCost).contains(cost) { return "a cost is 0 to \(Self.mostCost)" }
        if let percent = self.warnBelowPercent, !(1...99).contains(percent) { return "a warning is at 1 to 99 percent" }
        if case .delay(let milliseconds, let waiting) = self.onExceed {
            guard (1...Self.longestDelay).contains(milliseconds) else {
                return "a delay is 1 to \(Self.longestDelay) milliseconds"
            }
            guard (1...Self.mostWaiting).contains(waiting) else {
                return "requests that wait are 1 to \(Self.mostWaiting)"
            }
        }
        return self.penalty?.objection ?? self.trusted?.objection ?? self.scheduleObjection
    }

    private var scheduleObjection: String? {
        guard self.schedule.count <= Self.mostScheduled else {
            return "a schedule has at most \(Self.mostScheduled) changes"
        }
        for change in self.schedule {
            guard change.startsAt < change.endsAt else { return "a scheduled change ends after it starts" }
            guard (1...Self.mostPercent).contains(change.percent) else {
                return "a scheduled change is 1 to \(Self.mostPercent) percent"
            }
        }
        for (one, other) in zip(self.schedule, self.schedule.dropFirst()) where other.startsAt < one.endsAt {
            return "scheduled changes are in order and do not overlap: that from \(other.startsAt) begins before that "
                + "from \(one.startsAt) ends"
        }
        return nil
    }
}

extension LimitTerms.Penalty {
    fileprivate var objection: String? {
        guard (1...1_000_000).contains(self.afterRefusals) else { return "a penalty is after 1 to 1000000 refusals" }
        guard (1...LimitTerms.longestBanSeconds).contains(self.baseSeconds),
            (self.baseSeconds...LimitTerms.longestBanSeconds).contains(self.maximumSeconds)
        else { return "a ban is 1 to \(LimitTerms.longestBanSeconds) seconds, the longest not below the first" }
        return nil
    }
}
