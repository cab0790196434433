/// Where one window stands after a request was weighed: what the `RateLimit` fields, `Retry-After` and the problem body
/// are written from.
@usableFromInline
package struct LimitReading: Hashable, Sendable, BitwiseCopyable {
    /// The numbers of the window: `q` and `w` of `RateLimit-Policy` are its `capacity` and `refillSeconds`.
    package let window: LimitWindow
    /// Whether this window had room for the request.
    package let isAdmitted: Bool
    /// What counts at this moment, the request included when it was admitted; never above `window.capacity`.
    package let used: UInt32
    /// Admitted: until more quota comes free, 0 when all of it is free. Refused: until the same request would pass if
    /// nobody else asked in between.
    package let waitNanoseconds: UInt64
    /// Why it refuses.
    package var cause = Cause.window
    /// Which limit of the request this is: its position in the `LimitDemands`.
    package var position: UInt8 = 0

    /// Why a window refuses.
    package enum Cause: UInt8, Sendable, BitwiseCopyable {
        /// It has no room.
        case window
        /// Whoever asks has been banned for going on over the limit.
        case penalty
        /// What may be spent before it is written down is spent: it comes free with the next writing.
        case ledger
        /// There is no place to count.
        case noPlace
    }

    init(window: LimitWindow, isAdmitted: Bool, used: UInt32, waitNanoseconds: UInt64) {
        self.window = window
        self.isAdmitted = isAdmitted
        self.used = used
        self.waitNanoseconds = waitNanoseconds
    }

    /// The same as a refusal, for that cause.
    func refused(_ cause: Cause) -> Self {
        var reading = Self(
            window: self.window, isAdmitted: false, used: self.used,
            waitNanoseconds: cause == .ledger ? Self.ledgerPatience : self.waitNanoseconds)
        reading.cause = cause
        return reading
    }

    /// How soon a writing is thought to be done.
    private static let ledgerPatience: UInt64 = 20_000_000

    /// `r` of the `RateLimit` field: what is left of the window's capacity.
    package var remaining: UInt32 { self.window.capacity - min(self.used, self.window.capacity) }

    /// The wait in whole seconds, rounded up: `t` of the `RateLimit` field and `Retry-After`, which must not point to an
    /// earlier moment than `t`.
    package var waitSeconds: UInt64 {
        let (seconds, rest) = self.waitNanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        return rest == 0 ? seconds : seconds + 1
    }

    /// Whether a caller should be told of this reading rather than of the other: a refusal before an admission, then the
    /// longer wait among refusals and the smaller rest among admissions.
    func isTighter(than other: Self) -> Bool {
        guard self.isAdmitted == other.isAdmitted else { return !self.isAdmitted }
        guard self.isAdmitted, self.remaining != other.remaining else {
            return self.waitNanoseconds > other.waitNanoseconds
        }
        return self.remaining < other.remaining
    }
}
