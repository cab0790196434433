import Admission
import KeyManagement
import Logging
import ServiceLifecycle

/// Stores the digests that the data plane made of tokens it was shown, soon after it was, so many in one act.
struct DigestService<Digest: Sendable, Operation: ManagementOperation>: Service {
    let control: ControlPlane
    let logger: Logger
    /// Takes those that wait.
    let take: @Sendable () -> [Digest]
    /// Most in one act.
    let most: Int
    let storing: @Sendable ([Digest]) -> Operation
    /// What is so when they could not be stored.
    let consequence: String

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.deliver()
                // A cancelled wait ends early, which is all that is to be known of it.
                try? await Task.sleep(for: .seconds(1))
            }
        }
        await self.deliver()
    }

    private func deliver() async {
        let digests = self.take()
        do {
            for start in stride(from: 0, to: digests.count, by: self.most) {
                let end = min(start + self.most, digests.count)
                _ = try await self.control.perform(self.storing(Array(digests[start..<end])), by: .system)
            }
        } catch {
            self.logger.warning("\(self.consequence)", metadata: ["error": "\(error)"])
        }
    }
}

extension DigestService where Operation == UpgradeForeignCredentials, Digest == ForeignUpgrade {
    /// Replaces what other systems kept of tokens by our own digests.
    init(desk: ForeignDesk, control: ControlPlane, logger: Logger) {
        self.init(
            control: control, logger: logger, take: { desk.takeUpgrades() }, most: UpgradeForeignCredentials.most,
            storing: { .init($0) }, consequence: "imported keys keep their old hashes until they are used again")
    }
}

extension DigestService where Operation == RehashVersions, Digest == VersionRehash {
    /// Stores digests under the newest pepper.
    init(desk: RehashDesk, control: ControlPlane, logger: Logger) {
        self.init(
            control: control, logger: logger, take: { desk.take() }, most: RehashVersions.most,
            storing: { .init($0) }, consequence: "keys stay under their old pepper until they are used again")
    }
}
