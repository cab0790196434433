package import Keys
import Synchronization

/// Where the current snapshot stands. One publisher puts it there, every event loop takes it from there.
///
/// A loop checks the generation, one acquiring load, when a request's head is complete, and takes the new snapshot only
/// when it has moved on. The publisher stores the generation, releasing, before the revoking call is answered; so no
/// request that begins after the answer can be judged by what was before (docs/ARCHITECTURE.md, Change and revocation).
package final class SnapshotPublication: Sendable {
    private let generation: Atomic<UInt64>
    private let current: Mutex<Snapshot>
    private let journal: Mutex<ChangeJournal>
    private let readership = Readership()
    /// When keys were last used that have to be used now and then. Beside the snapshots: a use publishes nothing.
    package let uses = KeyUses()

    package init(_ snapshot: Snapshot) {
        self.generation = .init(snapshot.generation)
        self.current = .init(snapshot)
        self.journal = .init(ChangeJournal(after: snapshot.generation))
    }

    /// The generation any request that begins now must be judged by.
    package var currentGeneration: UInt64 { self.generation.load(ordering: .acquiring) }

    /// The current snapshot.
    package var snapshot: Snapshot { self.current.withLock { $0 } }

    /// Makes the snapshot the current one, then tells every reader. Returns when new requests can only see it. `change`
    /// says what is different from the one before.
    package func publish(_ snapshot: Snapshot, changing change: SnapshotChange = .everything) {
        self.current.withLock { current in
            guard snapshot.generation > current.generation else { return }
            // Before the generation moves: whoever sees it finds its changes.
            self.journal.withLock { $0.note(change, at: snapshot.generation) }
            current = snapshot
            self.generation.store(snapshot.generation, ordering: .releasing)
        }
        for reader in self.readership.readers { reader.notify(snapshot.generation) }
    }

    /// What has changed in an environment after a generation, up to the current one.
    package func changes(
        in environment: EnvironmentID, after generation: UInt64
    ) -> (changes: EnvironmentChanges, generation: UInt64) {
        // Read first: what is published meanwhile is told twice rather than not at all.
        let current = self.currentGeneration
        return (self.journal.withLock { $0.changes(in: environment, after: generation, current: current) }, current)
    }

    /// Registers a loop. `notify` is called after each publication on the publisher's thread and must only wake the loop.
    package func addReader(notify: @escaping @Sendable (UInt64) -> Void) -> Reader {
        let reader = Reader(notify: notify, generation: self.currentGeneration, readership: self.readership)
        self.readership.add(reader)
        return reader
    }

    /// Takes a loop off the list when it ends, so that nobody waits for it.
    package func remove(_ reader: Reader) { self.readership.remove(reader) }

    /// How many loops have acted on that generation (cut what it ends, dropped the snapshots before), of how many.
    package func acknowledgements(of generation: UInt64) -> (acted: Int, all: Int) {
        let readers = self.readership.readers
        return (readers.count { $0.acknowledgedGeneration >= generation }, readers.count)
    }

    /// A place in the line of those who wait until every loop has acted on a generation; `nil` when all have, or when too
    /// many wait already.
    package func beginWaiting(for generation: UInt64) -> AcknowledgementWait? {
        self.readership.beginWaiting(for: generation).map { AcknowledgementWait(self.readership, number: $0) }
    }
}
