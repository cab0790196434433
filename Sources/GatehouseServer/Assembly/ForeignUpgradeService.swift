import Admission
import KeyManagement
import Logging
import ServiceLifecycle

/// Replaces what other systems kept of tokens by our own digests, soon after the tokens were presented.
struct ForeignUpgradeService: Service {
    /// Between two looks.
    private static let interval = Duration.seconds(1)

    let desk: ForeignDesk
    let control: ControlPlane
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.deliver()
                // A cancelled wait ends early, which is all that is to be known of it.
                try? await Task.sleep(for: Self.interval)
            }
        }
        await self.deliver()
    }

    private func deliver() async {
        let upgrades = self.desk.takeUpgrades()
        do {
            for start in stride(from: 0, to: upgrades.count, by: UpgradeForeignCredentials.most) {
                let end = min(start + UpgradeForeignCredentials.most, upgrades.count)
                _ = try await self.control.perform(
                    UpgradeForeignCredentials(Array(upgrades[start..<end])), by: .system)
            }
        } catch {
            self.logger.warning(
                "imported keys keep their old hashes until they are used again", metadata: ["error": "\(error)"])
        }
    }
}
