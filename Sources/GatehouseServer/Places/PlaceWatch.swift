import Geolocation
import Logging
import ServiceLifecycle

/// Takes new databases of places into force while requests go on.
struct PlaceWatch: Service {
    private static let interval = Duration.seconds(1)

    let files: PlaceFiles
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.interval)
                for standing in self.files.look() { self.tell(standing) }
            }
        }
    }

    private func tell(_ standing: PlaceFiles.Standing) {
        var metadata: Logger.Metadata = ["of": "\(standing.content.rawValue)", "file": "\(standing.path)"]
        if let failure = standing.failure {
            metadata["reason"] = "\(failure)"
            self.logger.error("a new database of places is not in force", metadata: metadata)
        } else {
            metadata["kind"] = "\(standing.metadata.kind)"
            metadata["stretches"] = "\(standing.stretches)"
            self.logger.notice("a new database of places is in force", metadata: metadata)
        }
    }
}
