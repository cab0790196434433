import Keys
import Synchronization
import Timekeeping

/// The moments that acts are dated by, each taken when its turn in the store has come: later entries of the audit log are
/// never dated before earlier ones, unless time itself was taken back between them.
///
/// An act that changes the time is followed in the store by others before it is durable and time is changed; they are dated
/// by the changed time all the same, since they are kept only if it is.
final class ActMoments: Sendable {
    private struct Change {
        let reading: SteadyTime.Reading
        let isBack: Bool
    }

    private let time: TimeSource
    private let change = Mutex<Change?>(nil)

    init(_ time: TimeSource) { self.time = time }

    /// The moment of an act that runs now.
    func now() -> WallTime {
        let now = self.time.wallTime()
        guard let change = self.change.withLock({ $0 }) else { return now }
        let passed = self.time.monotonic().subtractingReportingOverflow(change.reading.monotonic)
        let milliseconds = passed.overflow ? 0 : Int64(clamping: passed.partialValue / 1_000_000)
        let changed = WallTime(milliseconds: change.reading.wall.milliseconds &+ milliseconds)
        return change.isBack ? changed : max(now, changed)
    }

    /// The act that runs now has time follow the clock as it was at a reading. `isBack`: to an earlier time.
    func announce(_ reading: SteadyTime.Reading, isBack: Bool) {
        self.change.withLock { $0 = .init(reading: reading, isBack: isBack) }
    }

    /// Whether an act has announced a change that is not made yet.
    var isChanging: Bool { self.change.withLock { $0 != nil } }

    /// Time was changed as announced with the reading, or nothing came of it.
    func settle(_ reading: SteadyTime.Reading) {
        self.change.withLock { change in if change?.reading == reading { change = nil } }
    }
}
