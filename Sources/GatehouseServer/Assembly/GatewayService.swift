import Gateway
import Logging
import ServiceLifecycle

/// The data plane as a service: listens until the process is told to stop, then lets exchanges finish.
struct GatewayService: Service {
    /// What exchanges have left when the server is sealed: nothing may be decided with its keys a second later.
    private static let hurriedEnd = Duration.milliseconds(500)

    let gateway: GatewayServer
    /// Whether it ends because the server is sealed.
    let isHurried: @Sendable () -> Bool

    func run() async throws {
        try await gracefulShutdown()
        if self.isHurried() {
            await self.gateway.shutdown(within: Self.hurriedEnd)
        } else {
            await self.gateway.shutdown()
        }
    }
}
