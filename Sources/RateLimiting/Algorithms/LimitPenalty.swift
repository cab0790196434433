/// What becomes of those who go on over a limit: after so many refusals a ban, twice as long each time, which is forgotten
/// by and by.
@usableFromInline
package struct LimitPenalty: Hashable, Sendable, BitwiseCopyable {
    /// Refusals until a ban; 0 for no ban ever.
    package let afterRefusals: UInt32
    package let baseSeconds: UInt32
    package let maximumSeconds: UInt32

    package init(afterRefusals: UInt32, baseSeconds: UInt32, maximumSeconds: UInt32) {
        self.afterRefusals = afterRefusals
        self.baseSeconds = max(baseSeconds, 1)
        self.maximumSeconds = max(maximumSeconds, self.baseSeconds)
    }

    package static let none = Self(afterRefusals: 0, baseSeconds: 1, maximumSeconds: 1)

    var isNone: Bool { self.afterRefusals == 0 }

    /// The ban of a level, in nanoseconds.
    func ban(_ level: UInt8) -> UInt64 {
        let seconds = UInt64(self.baseSeconds) << UInt64(min(level, 31))
        return min(seconds, UInt64(self.maximumSeconds)) * 1_000_000_000
    }
}

/// How somebody stands with a penalty. Times are monotonic nanoseconds.
struct PenaltyState: Sendable, BitwiseCopyable, Equatable {
    /// Until when nothing is admitted.
    var until: UInt64 = 0
    /// The last refusal.
    var offence: UInt64 = 0
    /// Refusals since the last ban.
    var refusals: UInt32 = 0
    /// Bans that are not forgotten yet.
    var level: UInt8 = 0

    /// How much longer the ban lasts; 0 when there is none.
    func wait(at now: UInt64) -> UInt64 { self.until > now ? self.until - now : 0 }

    /// One level is forgotten for each longest ban that goes by without a refusal, and the refusals with the first.
    mutating func decay(by penalty: LimitPenalty, at now: UInt64) {
        let quiet = now - min(now, max(self.until, self.offence))
        let steps = quiet / (UInt64(penalty.maximumSeconds) * 1_000_000_000)
        guard steps > 0, self.level > 0 || self.refusals > 0 else { return }
        self.refusals = 0
        self.level = UInt8(clamping: UInt64(self.level) - min(steps, UInt64(self.level)))
        // What was forgotten is not forgotten again.
        self.offence = now
    }

    /// A request was refused that was not banned.
    mutating func refuse(by penalty: LimitPenalty, at now: UInt64) {
        self.decay(by: penalty, at: now)
        self.offence = max(now, self.offence)
        self.refusals += self.refusals < .max ? 1 : 0
        guard self.refusals >= penalty.afterRefusals else { return }
        self.refusals = 0
        self.until = self.offence.addingReportingOverflow(penalty.ban(self.level)).partialValue
        self.level = min(self.level + 1, 31)
    }

    /// Whether nothing is remembered any more.
    func isForgotten(at now: UInt64, longest: UInt32) -> Bool {
        var state = self
        let penalty = LimitPenalty(afterRefusals: 1, baseSeconds: 1, maximumSeconds: longest)
        state.decay(by: penalty, at: now)
        return state.level == 0 && state.refusals == 0 && state.wait(at: now) == 0
    }
}
