import Auditing
import KeyManagement
import Logging
import NIOPosix
import SQLiteStorage
import ServiceLifecycle

/// What keeps the audit log checked and published, and what it has found.
struct AuditParts: Sendable {
    let publication: PublicationStanding
    let history = HistoryStanding()
    private let pool = NIOThreadPool(numberOfThreads: 1)
    private let store: SQLiteStore
    private let publisher: LogPublisher
    private let logger: Logger

    /// `cosignatures`: What others have signed under a checkpoint, to be published with it.
    init(
        store: SQLiteStore, dataFolder: String, cosignatures: @escaping @Sendable (SignedNote) -> [NoteSignature],
        logger: Logger
    ) {
        let standing = PublicationStanding(monotonic: TimeSource.system.monotonic)
        self.publication = standing
        self.store = store
        self.logger = logger
        self.publisher = LogPublisher(
            publication: .init(
                store: store, folder: .init(path: "\(dataFolder)/audit"), standing: standing,
                pool: self.pool, logger: logger, cosignatures: cosignatures),
            logger: logger)
        self.pool.start()
    }

    /// To be run as long as the server runs.
    var services: [any Service] {
        [
            StoreFilesService(store: self.store),
            HistoryService(
                store: self.store, check: self.store.unchecked, standing: self.history, logger: self.logger),
            self.publisher,
        ]
    }

    /// Publishes what was written last. Called once nothing writes any more.
    func finish() async { await self.publisher.finish() }

    func shutDown() async { try? await self.pool.shutdownGracefully() }
}
