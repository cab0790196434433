import Dispatch
package import Keys

/// What the exporter wants of time and chance.
package struct ExporterClock: Sendable {
    let now: @Sendable () -> MonotonicNanoseconds
    /// Waits so long; returns early when the task is cancelled.
    let sleep: @Sendable (_ nanoseconds: UInt64) async -> Void
    let chance: @Sendable () -> UInt64

    package init(
        now: @escaping @Sendable () -> MonotonicNanoseconds,
        sleep: @escaping @Sendable (_ nanoseconds: UInt64) async -> Void, chance: @escaping @Sendable () -> UInt64
    ) {
        self.now = now
        self.sleep = sleep
        self.chance = chance
    }

    /// The system's clock and chance. A test may have it go so many times as fast.
    package static func system(speed: UInt64 = 1) -> Self {
        .init(
            now: { DispatchTime.now().uptimeNanoseconds &* speed },
            // A cancelled wait ends early, which is all that is to be known of it.
            sleep: { try? await Task.sleep(nanoseconds: $0 / speed) }, chance: { .random(in: .min ... .max) })
    }
}
