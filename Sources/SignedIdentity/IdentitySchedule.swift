package import Keys

/// When keys follow one another: each signs for one period of civil time, which begins at a multiple of its length. It is
/// published before it signs, so that a reader who keeps the key set for a while knows it in time, and for a while after, so
/// that whatever it has signed last can be checked.
package struct IdentitySchedule: Hashable, Sendable {
    /// 90 days.
    package static let usualPeriod: Int64 = 90 * 86_400

    /// Seconds for which a key signs.
    package let period: Int64

    /// A period below a second is one of a second.
    package init(period: Int64 = Self.usualPeriod) { self.period = max(period, 1) }

    /// Seconds for which a key is published before it signs.
    package var lead: Int64 { min(7 * 86_400, self.period / 4) }

    /// Seconds for which a key is published once it signs no more.
    package var trail: Int64 { min(86_400, self.period / 4) }

    /// Seconds for which a key goes on signing when the root key has been replaced: longer than readers keep the key set. It is
    /// published for as long again.
    package var handover: Int64 { min(600, self.period / 4) }

    /// The period of a moment, counted from 1970.
    package func number(at now: WallTime) -> UInt64 { UInt64(max(now.seconds, 0) / self.period) }

    /// The periods whose keys are published at a moment, the oldest first.
    package func published(at now: WallTime) -> ClosedRange<UInt64> {
        let (past, coming) = (now.adding(seconds: -self.trail), now.adding(seconds: self.lead))
        let current = self.number(at: now)
        // Additions keep to the ends of the range, which a moment may lie beyond.
        return min(self.number(at: past), current)...max(self.number(at: coming), current)
    }
}
