package import AuditExport
package import Logging
package import NIOPosix

/// Makes sinks from what the configuration says of them.
package struct SinkFactory: Sendable {
    let origin: AuditOrigin
    /// Threads of those that talk HTTP.
    let group: MultiThreadedEventLoopGroup
    let logger: Logger

    package init(origin: AuditOrigin, group: MultiThreadedEventLoopGroup, logger: Logger) {
        self.origin = origin
        self.group = group
        self.logger = logger
    }

    package func sink(_ settings: SinkSettings) -> any AuditSink {
        let renderer = AuditRenderer(settings.format, origin: self.origin)
        switch settings.destination {
        case .file(let file):
            var logger = self.logger
            logger[metadataKey: "sink"] = "\(settings.name)"
            return BlockingSink(FileDelivery(file, renderer, logger: logger), timeout: settings.timeout)
        case .syslog(let syslog):
            switch syslog.transport {
            case .tcp: return BlockingSink(SyslogStream(syslog, renderer), timeout: settings.timeout)
            case .udp: return BlockingSink(SyslogDatagrams(syslog, renderer), timeout: settings.timeout)
            }
        case .http(let http):
            return HTTPSink(http, renderer, timeout: settings.timeout, group: self.group)
        }
    }
}
