import SQLiteStorage
import ServiceLifecycle

/// Looks once a second whether the files of the store are still those that are open.
struct StoreFilesService: Service {
    private static let interval = Duration.seconds(1)

    let store: SQLiteStore

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                self.store.inspectFiles()
                // A cancelled wait ends early, which is all that is to be known of it.
                try? await Task.sleep(for: Self.interval)
            }
        }
    }
}
