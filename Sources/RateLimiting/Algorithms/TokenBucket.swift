/// The generic cell rate algorithm (ITU-T I.371, annex A) in exact arithmetic.
///
/// The state is one number, the theoretical arrival time: the moment at which the bucket will be full again. It counts
/// in units of 1/`limit` nanoseconds, in which a token costs the whole number `seconds · 10⁹`: nothing is ever rounded,
/// and a bucket admits at most `burst + limit / seconds · t` in any span t, and exactly that when it is asked for it.
package struct TokenBucket: Sendable {
    private let window: LimitWindow

    /// - Parameter window: the numbers of a token bucket.
    package init(_ window: LimitWindow) { self.window = window }

    /// The state of a bucket nobody has taken from.
    package static let fresh: UInt128 = 0

    /// Takes `cost` tokens from the bucket, or none.
    ///
    /// A clock reading older than one seen before only makes the answer stricter.
    package func spend(_ cost: UInt32, at now: UInt64, arrival: inout UInt128) -> LimitReading {
        let start = max(arrival, self.moment(now))
        let level = start - self.moment(now)
        let asked = level + self.price(cost)
        let capacity = self.price(self.window.burst)
        guard asked <= capacity else {
            return .init(
                window: self.window, isAdmitted: false, used: min(self.tokens(level), self.window.burst),
                waitNanoseconds: self.nanoseconds(asked - capacity))
        }
        arrival = start + self.price(cost)
        let used = self.tokens(asked)
        // The next token is back when the level has sunk to a whole number of tokens below this one.
        let untilNext = used == 0 ? 0 : asked - self.price(used - 1)
        return .init(
            window: self.window, isAdmitted: true, used: used, waitNanoseconds: self.nanoseconds(untilNext))
    }

    /// Undoes a spending that nothing has followed: exact under the lock it happened under.
    package func giveBack(_ cost: UInt32, arrival: inout UInt128) {
        arrival -= min(arrival, self.price(cost))
    }

    /// Gives back tokens that were taken a while ago, as far as they have not come back by themselves meanwhile.
    package func giveBack(_ cost: UInt32, spentAt: UInt64, at now: UInt64, arrival: inout UInt128) {
        let gained = self.moment(max(now, spentAt)) - self.moment(spentAt)
        let price = self.price(cost)
        guard price > gained else { return }
        arrival -= min(arrival, price - gained)
    }

    /// Takes tokens that may not be there: whoever comes next waits for them.
    package func force(_ cost: UInt32, at now: UInt64, arrival: inout UInt128) {
        arrival = max(arrival, self.moment(now)) + self.price(cost)
    }

    /// Tokens missing at that moment, a part of one counted whole.
    package func used(at now: UInt64, arrival: UInt128) -> UInt32 {
        let moment = self.moment(now)
        return arrival > moment ? self.tokens(arrival - moment) : 0
    }

    /// The state in which so many tokens are missing.
    package func arrival(used: UInt32, at now: UInt64) -> UInt128 {
        self.moment(now) + self.price(min(used, self.window.burst))
    }

    /// How much is missing at that moment: a token is as much in all buckets that gain theirs in as many seconds, whatever their
    /// numbers.
    func level(at now: UInt64, arrival: UInt128) -> UInt128 {
        let moment = self.moment(now)
        return arrival > moment ? arrival - moment : 0
    }

    /// The state in which so much is missing, even where that is more than the bucket holds.
    func arrival(level: UInt128, at now: UInt64) -> UInt128 { self.moment(now) + level }

    private func moment(_ now: UInt64) -> UInt128 { UInt128(now) * UInt128(self.window.limit) }

    private func price(_ tokens: UInt32) -> UInt128 {
        UInt128(tokens) * UInt128(UInt64(self.window.seconds) * 1_000_000_000)
    }

    private func tokens(_ level: UInt128) -> UInt32 {
        let price = self.price(1)
        // The common case fits the machine's division.
        if let small = UInt64(exactly: level), let divisor = UInt64(exactly: price) {
            return UInt32(clamping: small.dividedRoundingUp(by: divisor))
        }
        return UInt32(clamping: (level + price - 1) / price)
    }

    private func nanoseconds(_ units: UInt128) -> UInt64 {
        let limit = UInt64(self.window.limit)
        if let small = UInt64(exactly: units) { return small.dividedRoundingUp(by: limit) }
        return UInt64(clamping: (units + UInt128(limit) - 1) / UInt128(limit))
    }
}

extension UInt64 {
    fileprivate func dividedRoundingUp(by divisor: UInt64) -> UInt64 {
        let (quotient, remainder) = self.quotientAndRemainder(dividingBy: divisor)
        return remainder == 0 ? quotient : quotient + 1
    }
}
