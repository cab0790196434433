import SQLiteStorage
import ServiceLifecycle

/// Looks about once a second whether the files of the store are still those that are open.
struct StoreFilesService: Service {
    /// What is done to them is noticed within a second.
    private static let interval = Duration.milliseconds(900)

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
