import Synchronization

extension SnapshotPublication {
    /// A loop's standing with the publisher.
    package final class Reader: Sendable {
        let notify: @Sendable (UInt64) -> Void
        private let acknowledged: Atomic<UInt64>
        /// Holds this reader; a loop that outlives the publication has nobody to tell.
        private weak let readership: Readership?

        init(notify: @escaping @Sendable (UInt64) -> Void, generation: UInt64, readership: Readership) {
            self.notify = notify
            self.acknowledged = .init(generation)
            self.readership = readership
        }

        package var acknowledgedGeneration: UInt64 { self.acknowledged.load(ordering: .sequentiallyConsistent) }

        /// The loop has acted on the generation. Never waits for a lock: a store, and more only when somebody waits.
        package func acknowledge(_ generation: UInt64) {
            // Sequentially consistent, as is the look at who waits: whoever registers meanwhile either is seen here or
            // sees this.
            self.acknowledged.store(generation, ordering: .sequentiallyConsistent)
            self.readership?.acknowledged()
        }
    }
}
