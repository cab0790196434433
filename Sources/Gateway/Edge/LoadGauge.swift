import Admission
import Keys

/// Whether a loop is behind: how long something that is ready has waited for its turn, the last two times it was measured.
/// One long wait is an accident; two are a queue.
struct LoadGauge {
    enum Level: Int, Comparable {
        case calm
        /// Requests are turned away, but for those on routes of the class `admin`.
        case busy
        /// All requests are.
        case full

        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// All are turned away when the wait is so many times as long as it may be.
    private static let fullFactor: UInt64 = 4

    /// How long the wait may be, in nanoseconds.
    let limit: UInt64
    private(set) var level = Level.calm
    /// The last wait, in nanoseconds.
    private(set) var delay: UInt64 = 0
    private var sentAt: MonotonicNanoseconds?

    init(limit: UInt64) { self.limit = max(limit, 1) }

    /// Whether a measurement is under way.
    var isMeasuring: Bool { self.sentAt != nil }

    /// A measurement begins.
    mutating func begin(at now: MonotonicNanoseconds) { self.sentAt = now }

    /// It had its turn.
    mutating func end(at now: MonotonicNanoseconds) {
        guard let sentAt = self.sentAt.take() else { return }
        self.note(now &- min(sentAt, now))
    }

    /// Time has passed, and a measurement may still be under way.
    mutating func look(at now: MonotonicNanoseconds) {
        guard let sentAt = self.sentAt, now > sentAt, now - sentAt > self.limit else { return }
        self.note(now - sentAt)
    }

    /// Whether a request on a route of the class is turned away.
    func refuses(_ operation: OperationClass?) -> Bool {
        switch self.level {
        case .calm: false
        case .busy: operation != .admin
        case .full: true
        }
    }

    private mutating func note(_ delay: UInt64) {
        let both = min(delay, self.delay)
        self.delay = delay
        if both >= self.limit.multipliedReportingOverflow(by: Self.fullFactor).partialValue {
            self.level = .full
        } else if both >= self.limit {
            self.level = .busy
        } else if delay < self.limit / 2 {
            self.level = .calm
        }
    }
}
