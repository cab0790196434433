import Admission
import KeyManagement
import Logging
import ServiceLifecycle

/// Stores digests under the newest pepper, soon after the tokens were presented.
struct RehashService: Service {
    /// Between two looks.
    private static let interval = Duration.seconds(1)

    let desk: RehashDesk
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
        let rehashes = self.desk.take()
        do {
            for start in stride(from: 0, to: rehashes.count, by: RehashVersions.most) {
                let end = min(start + RehashVersions.most, rehashes.count)
                _ = try await self.control.perform(RehashVersions(Array(rehashes[start..<end])), by: .system)
            }
        } catch {
            self.logger.warning(
                "keys stay under their old pepper until they are used again", metadata: ["error": "\(error)"])
        }
    }
}
