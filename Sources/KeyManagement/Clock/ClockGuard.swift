package import Admission
package import Keys
import Synchronization
import Timekeeping

/// Lets time jump ahead where that ends few keys, and holds it where it would end many, until somebody says that the clock
/// is right (docs/decisions/0022-mass-expiry.md).
///
/// The clocks are read once for each decision: what is counted, written down and followed is one and the same moment.
package final class ClockGuard: Sendable {
    /// Every key is looked at no more often than this, in nanoseconds.
    private static let interval: UInt64 = 10_000_000_000
    /// How far the clock may have gone on since somebody read it, in milliseconds.
    static let patience: Int64 = 60_000

    private struct Hold {
        let endings: KeyEndings
        let countedAt: MonotonicNanoseconds
    }

    private let clock: GuardedClock
    private let publication: SnapshotPublication
    private let hold = Mutex<Hold?>(nil)

    /// `publication` is loaded.
    package init(_ clock: GuardedClock, publication: SnapshotPublication) {
        self.clock = clock
        self.publication = publication
    }

    /// Looks at the clock: a step that waits is made, or held. What is held, if anything.
    @discardableResult
    package func look() -> KeyEndings? { self.decide(self.clock.look()) }

    /// What was held when somebody looked last.
    package var held: KeyEndings? { self.hold.withLock { $0?.endings } }

    /// How it is. A step that waits is made where it may be. Looks at every key when the clock is ahead and not held.
    package func status() -> ClockStatus {
        var look = self.clock.look()
        let held = self.decide(look)
        if held == nil, look.isWaiting { look = self.clock.look() }
        let endings = held ?? look.step.map { self.publication.snapshot.endings(after: $0.start, through: $0.end) }
        return .init(look, endings: endings ?? .init(live: 0, ending: 0), isHeld: held != nil)
    }

    /// Somebody says that the clock is right. `reading`: what it said when they looked.
    ///
    /// The entry is dated by the clock, so that a start goes by it as well.
    package func follow(
        _ reading: WallTime, by caller: Caller, through plane: ControlPlane, isDryRun: Bool = false
    ) async throws(ManagementError) -> (status: ClockStatus, outcome: WriteOutcome<Void>?) {
        let before = self.status()
        let (passed, isOverflow) = before.systemTime.milliseconds.subtractingReportingOverflow(reading.milliseconds)
        guard !isOverflow, passed.magnitude <= Self.patience.magnitude else {
            throw ManagementError(
                .preconditionFailed, "The clock of the system says \(before.systemTime) now: look again.")
        }
        guard before.lead != 0 else { return (before, nil) }
        defer { plane.moments.settle(before.look.reading) }
        let outcome = try await plane.perform(
            NoteClock(.follow, before), by: caller, .init(isDryRun: isDryRun))
        guard !isDryRun else { return (before, outcome) }
        self.goAhead(before.look.reading, isConfirmed: true)
        return (self.status(), outcome)
    }

    private func decide(_ look: SteadyTime.Look) -> KeyEndings? {
        guard look.isWaiting, let step = look.step else { return self.remember(nil) }
        guard !step.isVouchedFor else { return self.goAhead(look.reading, isConfirmed: false) }
        let now = look.reading.monotonic
        if let known = self.hold.withLock({ $0 }), now >= known.countedAt, now - known.countedAt < Self.interval {
            return known.endings
        }
        let endings = self.publication.snapshot.endings(after: step.start, through: step.end)
        return endings.isMass
            ? self.remember(.init(endings: endings, countedAt: now))
            : self.goAhead(look.reading, isConfirmed: false)
    }

    @discardableResult
    private func goAhead(_ reading: SteadyTime.Reading, isConfirmed: Bool) -> KeyEndings? {
        self.clock.follow(reading, isConfirmed)
        return self.remember(nil)
    }

    private func remember(_ hold: Hold?) -> KeyEndings? {
        self.hold.withLock { $0 = hold }
        return hold?.endings
    }
}
