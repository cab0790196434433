import GatehouseClient
import ServiceLifecycle

/// Keeps the client's cache in step while the application runs. Without a cache there is nothing to follow.
struct ChangeFeed: Service {
    let client: VerifyClient

    func run() async throws {
        await cancelWhenGracefulShutdown { await self.client.run() }
    }
}
