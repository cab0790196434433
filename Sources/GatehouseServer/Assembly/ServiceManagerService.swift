import ServiceLifecycle

/// Tells the service manager that the server lives and when it stops. What it is told of while it runs, `GatehouseServer` tells.
struct ServiceManagerService: Service {
    /// What exchanges and the store may take at the end.
    static let patience = Duration.seconds(40)

    let manager: ServiceManager
    /// Whether everything that has to turn has turned. It may take its time: while it does, nothing is said.
    let pulse: @Sendable () async -> Bool

    /// Until it is cancelled.
    private static func idle() async {
        let (silence, _) = AsyncStream.makeStream(of: Never.self)
        for await _ in silence {}
    }

    func run() async throws {
        await withGracefulShutdownHandler {
            await cancelWhenGracefulShutdown {
                guard let watchdog = self.manager.watchdog else { return await Self.idle() }
                while !Task.isCancelled {
                    if await self.pulse() { self.manager.tell(.alive) }
                    try? await Task.sleep(for: watchdog / 3)
                }
            }
        } onGracefulShutdown: {
            self.manager.tell(.stopping(patience: Self.patience))
        }
    }
}
