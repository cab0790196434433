import KeyManagement
import Logging
import ServiceLifecycle

/// Ticks the control plane's maintenance until the process is told to stop.
struct MaintenanceService: Service {
    let control: ControlPlane
    let logger: Logger

    func run() async throws {
        let maintenance = Maintenance(
            self.control,
            report: { [logger] error in
                logger.warning("maintenance failed and will be tried again", metadata: ["error": "\(error)"])
            }, news: { [logger] in logger.log($0) })
        await cancelWhenGracefulShutdown { await maintenance.run() }
    }
}

extension Logger {
    /// What became of keys that nobody uses.
    fileprivate func log(_ news: UnusedKeyNews) {
        switch news {
        case .noticed(let key, let until):
            self.notice("key is not used and will be suspended", metadata: ["key": "\(key)", "at": "\(until)"])
        case .suspended(let key): self.notice("unused key suspended", metadata: ["key": "\(key)"])
        case .held(let project, let endings):
            self.error(
                "unused keys are not suspended: they are too many at once",
                metadata: ["project": "\(project)", "keys": "\(endings)"])
        }
    }
}
