/// An allowance that a key uses up, over and above its limits. Spent last, when every limit has let the request pass.
package struct Credits: Hashable, Sendable {
    package static let most: UInt32 = 1_000_000_000

    /// When the allowance is filled up again, to `amount`, whatever is left: at midnight UTC.
    package struct Refill: Hashable, Sendable {
        package enum Interval: String, Sendable, CaseIterable, Hashable {
            case daily, weekly, monthly
        }

        package var interval: Interval
        package var amount: UInt32
        /// The day of the month, 1...31, or its last day where it has fewer. Only for months.
        package var day: UInt8?

        package init(interval: Interval, amount: UInt32, day: UInt8? = nil) {
            self.interval = interval
            self.amount = amount
            self.day = day
        }
    }

    /// What there was at `setAt`.
    package var remaining: UInt32
    package var setAt: WallTime
    /// `nil`: what is used up is gone.
    package var refill: Refill?

    package init(remaining: UInt32, setAt: WallTime, refill: Refill? = nil) {
        self.remaining = remaining
        self.setAt = setAt
        self.refill = refill
    }

    /// The same, given at that moment; after `before`, so that what was used of those does not count.
    package func given(at now: WallTime, after before: Credits? = nil) -> Self {
        var credits = self
        credits.setAt = before.map { max(now, $0.setAt.next) } ?? now
        return credits
    }

    /// What is wrong, in words for the person who wrote it; `nil` when nothing is.
    package var objection: String? {
        guard self.remaining <= Self.most else { return "credits are 0 to \(Self.most)" }
        guard let refill = self.refill else { return nil }
        guard (1...Self.most).contains(refill.amount) else { return "a refill is 1 to \(Self.most) credits" }
        guard let day = refill.day else { return nil }
        guard refill.interval == .monthly else { return "only a monthly refill has a day" }
        return (1...31).contains(day) ? nil : "the day of a refill is 1 to 31"
    }

    /// The allowance at a moment: how much it began with, and from when until when it holds.
    package func allowance(at now: WallTime) -> (amount: UInt32, period: Range<WallTime>) {
        guard let refill = self.refill else {
            return (self.remaining, self.setAt..<max(.distantFuture, self.setAt.next))
        }
        let period = refill.period(at: max(now, self.setAt))
        // Until the first refill what was given holds.
        guard period.lowerBound > self.setAt else {
            return (self.remaining, self.setAt..<max(period.upperBound, self.setAt.next))
        }
        return (refill.amount, period)
    }
}

extension Credits.Refill {
    /// From the last refill at that moment to the next.
    func period(at now: WallTime) -> Range<WallTime> {
        switch self.interval {
        case .daily: return CalendarUnit.day.period(at: now, in: .utc)
        case .weekly: return CalendarUnit.week.period(at: now, in: .utc)
        case .monthly:
            let month = CalendarUnit.month.period(at: now, in: .utc)
            let refill = self.moment(in: month)
            if now >= refill {
                return refill..<self.moment(in: CalendarUnit.month.period(at: month.upperBound, in: .utc))
            }
            let before = WallTime(milliseconds: month.lowerBound.milliseconds - 1)
            return self.moment(in: CalendarUnit.month.period(at: before, in: .utc))..<refill
        }
    }

    private func moment(in month: Range<WallTime>) -> WallTime {
        let days = (month.upperBound.seconds - month.lowerBound.seconds) / 86_400
        return month.lowerBound.adding(seconds: (min(Int64(self.day ?? 1), days) - 1) * 86_400)
    }
}
