/// What becomes of keys that nobody uses: notice first, then they are suspended.
package struct UnusedKeyRule: Hashable, Sendable {
    package static let mostDays: UInt32 = 3_650
    /// Longest time from the notice to the end, in days: half of the rule's time where that is less.
    package static let noticeDays: UInt32 = 14

    /// Days without use, 1 to `mostDays`.
    package let days: UInt32

    package init(days: UInt32) { self.days = min(max(days, 1), Self.mostDays) }

    /// What is to be done with a key.
    package enum Standing: Hashable, Sendable {
        /// Nothing: it is used, or the rule is not about it.
        case fine
        /// Notice is to be given, and has not been.
        case noticeDue
        /// Notice was given: it will be suspended at that moment.
        case noticed(until: WallTime)
        /// Its time is over since that moment.
        case over(since: WallTime)
    }

    /// Where a key stands that was used last at `lastUse`. The rule is about keys that are active and end by nothing else.
    ///
    /// Nothing is over before notice was given for the whole time of a notice, whatever went wrong meanwhile: a server that was
    /// off, a clock that was, a rule that is new. A use, a rotation or `resume` makes an earlier notice void.
    package func standing(of key: KeyRecord, lastUse: WallTime?, at now: WallTime) -> Standing {
        guard key.status(at: now) == .active, key.revokesAt == nil else { return .fine }
        let from = lastUse.map { max($0, key.unusedFrom) } ?? key.unusedFrom
        let end = from.adding(seconds: Int64(self.days) * 86_400)
        let announced = end.adding(seconds: -self.noticeSeconds)
        guard announced <= now else { return .fine }
        guard let notice = key.unusedNoticeAt, notice >= announced, notice <= now else { return .noticeDue }
        let until = max(end, notice.adding(seconds: self.noticeSeconds))
        return until <= now ? .over(since: until) : .noticed(until: until)
    }

    /// Seconds from the notice to the end.
    package var noticeSeconds: Int64 { min(Int64(Self.noticeDays) * 86_400, Int64(self.days) * 43_200) }
}
