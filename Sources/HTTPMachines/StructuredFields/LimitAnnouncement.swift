/// How answers on every listener of the data plane tell of limits.
package struct LimitAnnouncement: Hashable, Sendable {
    package var dialects: LimitDialects = .structured
    /// Who has less than so many percent of a limit left is warned, unless the limit says how many; 0 for nobody.
    package var warningPercent: UInt8 = 0

    package init() {}

    /// Whether an answer to a request that was admitted warns. `percent` is what the limit says itself, or 0.
    @inline(__always)
    package func warns(below percent: UInt8, remaining: UInt32, of limit: UInt32) -> Bool {
        let percent = percent > 0 ? percent : self.warningPercent
        return percent > 0 && LimitFigures.isBelow(percent, remaining: remaining, of: limit)
    }
}
