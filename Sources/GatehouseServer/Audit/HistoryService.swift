import Logging
import ServiceLifecycle
import Storage

/// Checks what the start left unchecked of the audit history, a little at a time beside everything else.
///
/// A finding does not stop the server: keys are decided on as before. But it is not ready any more, `doctor` names the
/// entry, and it stays so until the files are mended.
struct HistoryService: Service {
    /// Rest after a step, as a multiple of what it took: a fifth of the store's time at most.
    private static let restFactor = 4

    let store: any Store
    let check: HistoryCheck
    let standing: HistoryStanding
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var check = self.check
            let clock = ContinuousClock()
            while !check.isDone, !Task.isCancelled {
                let began = clock.now
                guard let next = await self.step(check) else { return }
                check = next
                // A cancelled wait ends early, which is all that is to be known of it.
                try? await clock.sleep(for: (clock.now - began) * Self.restFactor)
            }
        }
        // A service that returns ends all others.
        try await gracefulShutdown()
    }

    /// The check after one more step; `nil` when there is nothing more to be learnt.
    private func step(_ check: HistoryCheck) async -> HistoryCheck? {
        do {
            return try await self.store.read { reader in
                var check = check
                try UnhurriedWork.run { try check.step(reader) }
                return check
            }
        } catch let error as StorageError where error.code == .damaged {
            self.standing.report(error)
            self.logger.critical("the audit log is damaged", metadata: ["found": "\(error.message)"])
        } catch {
            self.logger.warning("the audit history was not checked to its end", metadata: ["error": "\(error)"])
        }
        return nil
    }
}
