package import AuditExport
import Auditing
package import Keys
package import Logging
package import Storage

/// Sends the audit log to every sink, each at its own pace: one that is slow, dead or full holds up neither the others nor
/// anybody's request, because nobody waits for it and nothing is kept for it but its position.
package final class AuditExporter: Sendable {
    /// Between two looks at how long the log is.
    private static let lookInterval: UInt64 = 250_000_000

    private let store: any Store
    private let settings: [SinkSettings]
    private let makeSink: @Sendable (SinkSettings) -> any AuditSink
    private let clock: ExporterClock
    private let logger: Logger
    private let board: ExportBoard

    package init(
        _ settings: [SinkSettings], store: any Store, clock: ExporterClock, logger: Logger,
        makeSink: @escaping @Sendable (SinkSettings) -> any AuditSink
    ) {
        self.settings = settings
        self.store = store
        self.makeSink = makeSink
        self.clock = clock
        self.logger = logger
        self.board = ExportBoard(names: settings.map(\.name))
    }

    /// How every sink is doing, in the order of the configuration.
    package var statuses: [SinkStatus] { self.board.statuses }

    /// The moment at which to look at them, on the exporter's clock.
    package var now: MonotonicNanoseconds { self.clock.now() }

    /// Exports until the task is cancelled.
    package func run() async {
        guard !self.settings.isEmpty else { return }
        await withDiscardingTaskGroup { group in
            group.addTask { await self.watchLog() }
            for (index, settings) in self.settings.enumerated() {
                let lane = SinkLane(
                    index: index, settings: settings, store: self.store, board: self.board, clock: self.clock,
                    logger: self.logger)
                group.addTask { [makeSink] in await lane.run(makeSink(settings)) }
            }
        }
    }

    private func watchLog() async {
        while !Task.isCancelled {
            // A log that cannot be read now is looked at again; the lanes report what they cannot read.
            if let size = try? await self.store.read({ try $0.auditLogSize() }) { self.board.setLogSize(size) }
            await self.clock.sleep(Self.lookInterval)
        }
    }
}
