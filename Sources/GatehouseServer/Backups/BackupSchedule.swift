import Keys

/// When the next scheduled backup is due. Counts on the monotonic clock: a clock that is set forward or back neither skips
/// backups nor makes one after the other.
struct BackupSchedule: Hashable, Sendable {
    /// After one that failed, at the latest.
    static let longestRetry: MonotonicNanoseconds = 300_000_000_000

    private let period: MonotonicNanoseconds
    private var dueAt: MonotonicNanoseconds

    /// A start: `newest` are the nanoseconds since the newest backup was made, `nil` when there is none.
    init(everySeconds: Int64, newest: UInt64?, now: MonotonicNanoseconds) {
        let period = UInt64(clamping: everySeconds) &* 1_000_000_000
        self.period = period
        self.dueAt = now &+ (newest.map { period - min($0, period) } ?? 0)
    }

    func isDue(at now: MonotonicNanoseconds) -> Bool { now >= self.dueAt }

    mutating func succeeded(at now: MonotonicNanoseconds) { self.dueAt = now &+ self.period }

    mutating func failed(at now: MonotonicNanoseconds) { self.dueAt = now &+ min(self.period, Self.longestRetry) }
}
