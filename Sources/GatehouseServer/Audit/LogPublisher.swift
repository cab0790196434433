import Logging
import NIOPosix
import ServiceLifecycle

/// Publishes the audit log about once a second until the process is told to stop.
struct LogPublisher: Service {
    /// Leaves time for a look at the folder within the second in which what is done to it has to be noticed.
    private static let interval = Duration.milliseconds(900)
    /// Between two rounds while there is more to write, such as at the first start with a long log, or the first entry is
    /// awaited.
    private static let rest = Duration.milliseconds(50)
    private static let lastRounds = 8

    let publication: LogPublication
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var failure: String?
            while !Task.isCancelled {
                let hasMore = await self.round(&failure)
                // A cancelled wait ends early, which is all that is to be known of it.
                try? await Task.sleep(for: hasMore ? Self.rest : Self.interval)
            }
        }
    }

    /// Publishes what there is, as far as that does not take long.
    func finish() async {
        var failure: String?
        for _ in 0..<Self.lastRounds {
            guard await self.round(&failure) else { return }
        }
    }

    /// A failure is said once, until there is another or none.
    private func round(_ failure: inout String?) async -> Bool {
        do {
            let hasMore = try await self.publication.round()
            failure = nil
            return hasMore
        } catch is CancellationError {
            return false
        } catch {
            guard failure != "\(error)" else { return false }
            failure = "\(error)"
            self.logger.error("the audit log cannot be published", metadata: ["error": "\(error)"])
            return false
        }
    }
}
