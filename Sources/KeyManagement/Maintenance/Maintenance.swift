/// Runs the maintenance tick, for as long as its task lives.
package struct Maintenance: Sendable {
    /// Between two ticks.
    static let intervalMilliseconds = 10_000
    /// Steps of each replacement of a key between two pauses, which others may write in.
    static let rekeyingSteps = 8
    static let rekeyingPauseMilliseconds = 5

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
            while try await self.controlPlane.advanceRekeyings(steps: Self.rekeyingSteps) {
                await self.controlPlane.time.sleep(Self.rekeyingPauseMilliseconds)
            }
        } catch {
            self.report(error)
        }
    }
}
