import Gateway
import Logging
import ServiceLifecycle

/// The data plane as a service: listens until the process is told to stop, then lets exchanges finish.
struct GatewayService: Service {
    let gateway: GatewayServer

    func run() async throws {
        try await gracefulShutdown()
        await self.gateway.shutdown()
    }
}
