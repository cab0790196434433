/// When a name is looked up next. Pure: time comes in.
package struct LookupSchedule: Sendable {
    /// How soon a look-up that failed is tried again: a second, then two, four and so on, never later than planned.
    private static let firstRetry: UInt64 = 1_000_000_000

    private let interval: UInt64
    private var dueAt: UInt64 = 0
    private var retry = Self.firstRetry
    private var isUnderWay = false

    /// - Parameter interval: nanoseconds from one answer to the next look-up.
    package init(interval: UInt64) { self.interval = interval }

    /// Whether a look-up is to begin now; the first is at once. `isUrgent`: somebody waits for the answer.
    package mutating func begins(now: UInt64, isUrgent: Bool = false) -> Bool {
        guard !self.isUnderWay, isUrgent || self.dueAt <= now else { return false }
        self.isUnderWay = true
        return true
    }

    /// The answer is there; `isGood` when it holds an address.
    package mutating func ended(isGood: Bool, now: UInt64) {
        self.isUnderWay = false
        self.dueAt = now.addingClamped(isGood ? self.interval : min(self.retry, self.interval))
        self.retry = isGood ? Self.firstRetry : self.retry.addingClamped(self.retry)
    }
}
