import Admission
import Keys

/// Waits, not longer than the deadline, until every event loop has acted on the publication there is now.
struct RevocationWait {
    /// How often it looks.
    private static let stepMilliseconds = 2

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
        var waited = 0
        while true {
            let standing = self.publication.acknowledgements(of: generation)
            if standing.acted >= standing.all || waited >= self.deadlineMilliseconds || Task.isCancelled {
                return .init(generation: generation, acknowledged: standing.acted, loops: standing.all)
            }
            await self.time.sleep(Self.stepMilliseconds)
            waited += Self.stepMilliseconds
        }
    }
}
