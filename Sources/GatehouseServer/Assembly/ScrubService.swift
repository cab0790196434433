import Logging
import SQLiteStorage
import ServiceLifecycle

/// Looks for what the disk has changed in the indexes of the store: what can be seen in a moment before anything is asked of
/// it, all of it behind, a little at a time, and again every day.
struct ScrubService: Service {
    /// How long a start may look, and how long nothing else runs on the store for the rest.
    private static let atStart = Duration.milliseconds(250), turn = Duration.milliseconds(3)
    private static let pause = Duration.milliseconds(20), interval = Duration.seconds(86_400)

    let store: SQLiteStore
    let logger: Logger

    /// The look of a start.
    func begin() async throws {
        self.tell(try await self.store.continued(IndexScrub(), for: Self.atStart).repairs[...])
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            do {
                while true {
                    try await self.scrub()
                    try await Task.sleep(for: Self.interval)
                }
            } catch is CancellationError {
            } catch {
                self.logger.warning("the scrub of the store ended early", metadata: ["error": "\(error)"])
            }
        }
    }

    private func scrub() async throws {
        var scrub = IndexScrub()
        while !scrub.isAtEnd {
            let known = scrub.repairs.count
            scrub = try await self.store.continued(scrub, for: Self.turn)
            self.tell(scrub.repairs[known...])
            try await Task.sleep(for: Self.pause)
        }
    }

    private func tell(_ repairs: ArraySlice<String>) {
        for repair in repairs {
            self.logger.error("damage in the store was mended; check the disk", metadata: ["repair": "\(repair)"])
        }
    }
}
