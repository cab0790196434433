import Admission
import Keys

/// Waits, not longer than the deadline, until every event loop has acted on the publication there is now.
struct RevocationWait {
    private let publication: SnapshotPublication
    private let time: TimeSource
    private let deadlineMilliseconds: Int

    init(_ publication: SnapshotPublication, _ time: TimeSource, _ settings: ManagementSettings) {
        self.publication = publication
        self.time = time
        self.deadlineMilliseconds = settings.receiptDeadlineMilliseconds
    }

    func receipt() async -> RevocationReceipt {
        let generation = self.publication.currentGeneration
        if self.deadlineMilliseconds > 0, !Task.isCancelled,
            let wait = self.publication.beginWaiting(for: generation)
        {
            await self.end(of: wait)
        }
        let standing = self.publication.acknowledgements(of: generation)
        return .init(generation: generation, acknowledged: standing.acted, loops: standing.all)
    }

    /// A cancelled sleep ends early: so a cancelled task waits no longer either.
    private func end(of wait: AcknowledgementWait) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await self.time.sleep(self.deadlineMilliseconds)
                wait.end()
            }
            await wait.ended()
            group.cancelAll()
        }
    }
}
