import KeyManagement
import Logging
import ServiceLifecycle

/// Ticks the control plane's maintenance until the process is told to stop.
struct MaintenanceService: Service {
    let control: ControlPlane
    let logger: Logger

    func run() async throws {
        let maintenance = Maintenance(self.control) { [logger] error in
            logger.warning("maintenance failed and will be tried again", metadata: ["error": "\(error)"])
        }
        await cancelWhenGracefulShutdown { await maintenance.run() }
    }
}
