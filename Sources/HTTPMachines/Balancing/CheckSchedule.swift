/// When an endpoint is checked next. Pure: time and chance come in.
package struct CheckSchedule: Sendable {
    private let interval: UInt64
    private var dueAt: UInt64 = 0
    private var isUnderWay = false

    /// - Parameter interval: nanoseconds from one check's beginning to the next one's, more or less a tenth.
    package init(interval: UInt64) { self.interval = interval }

    /// Whether a check is to begin now; the first is at once. `chance` is drawn anew each time, so that the checks of many
    /// gateways do not come at the same moment.
    package mutating func begins(now: UInt64, chance: UInt64) -> Bool {
        guard !self.isUnderWay, self.dueAt <= now else { return false }
        self.isUnderWay = true
        let tenth = self.interval / 10
        let spread = tenth == 0 ? 0 : chance % (tenth * 2 + 1)
        self.dueAt = now.addingClamped(self.interval - tenth).addingClamped(spread)
        return true
    }

    /// The check is over.
    package mutating func ended() { self.isUnderWay = false }
}
