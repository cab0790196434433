package import Keys
import Storage

/// Runs the maintenance tick, for as long as its task lives.
package struct Maintenance: Sendable {
    /// Between two ticks.
    static let intervalMilliseconds = 10_000

    private let controlPlane: ControlPlane
    private let report: @Sendable (ManagementError) -> Void
    private let news: @Sendable (UnusedKeyNews) -> Void

    /// `report` is told when a tick failed; the next one tries again. `news` is told what becomes of keys that nobody uses.
    package init(
        _ controlPlane: ControlPlane, report: @escaping @Sendable (ManagementError) -> Void,
        news: @escaping @Sendable (UnusedKeyNews) -> Void = { _ in }
    ) {
        self.controlPlane = controlPlane
        self.report = report
        self.news = news
    }

    /// Ticks until the task is cancelled.
    package func run() async {
        var sweep = UnusedKeySweep(self.controlPlane, report: self.news)
        while !Task.isCancelled {
            guard await !self.tick() else { continue }
            await self.step(&sweep)
            await self.controlPlane.time.sleep(Self.intervalMilliseconds)
        }
    }

    private func step(_ sweep: inout UnusedKeySweep) async {
        do throws(ManagementError) {
            try await sweep.step()
        } catch {
            self.report(error)
        }
    }

    private var due: MaintenanceTick { .init(evenTime: self.controlPlane.time.evenTime()) }

    /// - Returns: whether there is more to do at once.
    private func tick() async -> Bool {
        do throws(ManagementError) {
            while try await self.controlPlane.perform(self.due, by: .system).value.isPartial {}
            try await self.controlPlane.answerUseQuestions()
            let end = self.controlPlane.time.monotonic() &+ UInt64(Self.intervalMilliseconds) &* 1_000_000
            if try await self.controlPlane.answer(DetailsInClear(), for: .system) > 0 {
                guard try await self.sealDetails(until: end) else { return true }
            }
            return try await self.advanceRekeyings(until: end)
        } catch {
            self.report(error)
            return false
        }
    }

    /// Takes a step of each replacement that is under way, in turn, until the next tick is due.
    ///
    /// - Returns: whether there are more.
    private func advanceRekeyings(until end: MonotonicNanoseconds) async throws(ManagementError) -> Bool {
        let time = self.controlPlane.time
        while time.monotonic() < end, !Task.isCancelled {
            var hasMore = false
            for rekeying in try await self.controlPlane.answer(UnfinishedRekeyings(), for: .system) {
                let began = time.monotonic()
                let advanced = try await self.controlPlane.advance(rekeying.id, steps: 1, by: .system)
                await time.sleep(Self.rest(after: time.monotonic() &- began, isPressing: advanced.leak != nil))
                hasMore = hasMore || advanced.hasStep(at: time.wallTime())
            }
            guard hasMore else { return false }
        }
        return true
    }

    /// Milliseconds for which others have the store after a step: nine times as long as it took, or as long where the key that
    /// is replaced has leaked.
    package static func rest(after taken: MonotonicNanoseconds, isPressing: Bool = false) -> Int {
        let (rest, isBeyond) = taken.multipliedReportingOverflow(by: isPressing ? 1 : 9)
        return max(Int(clamping: (isBeyond ? .max : rest) / 1_000_000), 1)
    }

    /// - Returns: whether none is left.
    private func sealDetails(until end: MonotonicNanoseconds) async throws(ManagementError) -> Bool {
        let time = self.controlPlane.time
        while case let began = time.monotonic(), began < end {
            guard try await self.controlPlane.perform(SealClearDetails(), by: .system).value > 0 else { return true }
            await time.sleep(Self.rest(after: time.monotonic() &- began))
        }
        return false
    }
}
