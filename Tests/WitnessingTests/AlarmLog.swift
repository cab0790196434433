import Logging
import Synchronization

/// Keeps what a desk tells loudly.
final class AlarmLog: Sendable {
    private let told = Mutex<[Logger.Metadata]>([])

    /// The data of each error, in order.
    var errors: [Logger.Metadata] { self.told.withLock { $0 } }

    var logger: Logger { Logger(label: "test") { _ in Handler(log: self) } }

    private struct Handler: LogHandler {
        let log: AlarmLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { self.metadata[key] }
            set { self.metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            if event.level >= .error { self.log.told.withLock { $0.append(event.metadata ?? [:]) } }
        }
    }
}
