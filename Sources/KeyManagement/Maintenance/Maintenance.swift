package import Keys

/// Runs the maintenance tick, for as long as its task lives.
package struct Maintenance: Sendable {
    /// Between two ticks.
    static let intervalMilliseconds = 10_000

    private let controlPlane: ControlPlane
    private let report: @Sendable (ManagementError) -> Void

    /// `report` is told when a tick failed; the next one tries again.
    package init(_ controlPlane: ControlPlane, report: @escaping @Sendable (ManagementError) -> Void) {
        self.controlPlane = controlPlane
        self.report = report
    }

    /// Ticks until the task is cancelled.
    package func run() async {
        while !Task.isCancelled {
            await self.tick()
            await self.controlPlane.time.sleep(Self.intervalMilliseconds)
        }
    }

    private func tick() async {
        do throws(ManagementError) {
            while try await self.controlPlane.perform(MaintenanceTick(), by: .system).value.isPartial {}
            if try await self.controlPlane.answer(DetailsInClear(), for: .system) > 0 { try await self.sealDetails() }
            let time = self.controlPlane.time
            while case let began = time.monotonic(), try await self.controlPlane.advanceRekeyings(steps: 1) {
                await time.sleep(Self.rest(after: time.monotonic() &- began))
            }
        } catch {
            self.report(error)
        }
    }

    /// Milliseconds for which others have the store after a step of each replacement: as long as it took.
    package static func rest(after taken: MonotonicNanoseconds) -> Int {
        max(Int(clamping: taken / 1_000_000), 1)
    }

    private func sealDetails() async throws(ManagementError) {
        let time = self.controlPlane.time
        while case let began = time.monotonic(),
            try await self.controlPlane.perform(SealClearDetails(), by: .system).value > 0
        {
            await time.sleep(Self.rest(after: time.monotonic() &- began))
        }
    }
}
