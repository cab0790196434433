/// More for a key that has behaved for long: from so many clean days on, a limit of the key is so many percent of what it says.
///
/// A day (UTC) is clean when nothing was held against the key in it: no request of it was refused because of a ban, it was not
/// suspended, quarantined or resumed, and none of its secrets was reported as leaked. The first act that is not clean takes the
/// raise back at once, and counting begins anew with the next day.
package struct LimitTrust: Hashable, Sendable {
    /// Ten years.
    package static let mostDays: UInt32 = 3_650
    package static let leastPercent: UInt32 = 100

    /// 1...`mostDays`.
    package var afterCleanDays: UInt32
    /// `leastPercent`...`LimitTerms.mostPercent`.
    package var percent: UInt32
    /// The first clean day, at its beginning. Kept with the key, and set by whoever stores it; `nil` counts as no clean day.
    package var cleanSince: WallTime?

    package init(afterCleanDays: UInt32, percent: UInt32, cleanSince: WallTime? = nil) {
        self.afterCleanDays = afterCleanDays
        self.percent = percent
        self.cleanSince = cleanSince
    }

    /// From when on the limit is raised; `nil` for never.
    package var raisedFrom: WallTime? { self.cleanSince?.adding(seconds: Int64(self.afterCleanDays) * 86_400) }

    /// The first day that may be clean when something happened at a moment: the next one.
    package static func firstDay(after moment: WallTime) -> WallTime {
        CalendarUnit.day.period(at: moment, in: .utc).upperBound
    }

    /// What is wrong, in words for the person who wrote it; `nil` when nothing is.
    package var objection: String? {
        guard (1...Self.mostDays).contains(self.afterCleanDays) else {
            return "trust is after 1 to \(Self.mostDays) clean days"
        }
        guard (Self.leastPercent...LimitTerms.mostPercent).contains(self.percent) else {
            return "trust raises a limit to \(Self.leastPercent) to \(LimitTerms.mostPercent) percent"
        }
        return nil
    }
}

extension KeyRecord {
    /// Whether some limit of it may be raised by trust.
    package var hasTrust: Bool { self.limits.contains { $0.terms.trusted != nil } }

    /// Goes on with the clean days that the key had before; where no limit was trusted, counting begins with the next day, for
    /// nothing was written down of those before.
    package mutating func carryTrust(from before: KeyRecord?, at now: WallTime) {
        let known = before?.limits.compactMap { $0.terms.trusted?.cleanSince }.max()
        let first = known ?? LimitTrust.firstDay(after: now)
        for index in self.limits.indices { self.limits[index].terms.trusted?.cleanSince = first }
    }

    /// Something was held against the key at that moment: its clean days begin with the next day.
    ///
    /// - Returns: whether that changes anything. A second act on one day does not.
    package mutating func loseTrust(at moment: WallTime) -> Bool {
        let first = LimitTrust.firstDay(after: moment)
        var hasChanged = false
        for index in self.limits.indices {
            guard let trusted = self.limits[index].terms.trusted, trusted.cleanSince ?? .distantPast < first else {
                continue
            }
            self.limits[index].terms.trusted?.cleanSince = first
            hasChanged = true
        }
        return hasChanged
    }
}
