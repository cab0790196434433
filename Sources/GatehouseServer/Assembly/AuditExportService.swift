import AuditExport
import AuditSinks
import ConfigurationReading
import Glibc
import Logging
import NIOPosix
import ServiceLifecycle
import Storage

/// Sends the audit log to the sinks of the configuration until the process is told to stop. What has not been sent by then
/// goes after the next start.
struct AuditExportService: Service {
    let exporter: AuditExporter

    func run() async throws {
        await cancelWhenGracefulShutdown { await self.exporter.run() }
        // A service that returns ends all others, and most installations have no sinks.
        try await gracefulShutdown()
    }
}

extension AuditExporter {
    convenience init(
        _ settings: AuditSettings, store: any Store, group: MultiThreadedEventLoopGroup, logger: Logger
    ) {
        let factory = SinkFactory(origin: .installation, group: group, logger: logger)
        self.init(settings.sinks, store: store, clock: .system(), logger: logger) { factory.sink($0) }
    }
}

extension AuditOrigin {
    /// This program on this machine.
    static var installation: Self {
        var name = [CChar](repeating: 0, count: 256)
        let isKnown = gethostname(&name, name.count - 1) == 0
        let host = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return .init(version: GatehouseVersion.current, host: isKnown && !host.isEmpty ? host : nil)
    }
}
