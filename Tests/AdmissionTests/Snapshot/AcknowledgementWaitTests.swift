import Admission
import Synchronization
import Testing

@Suite struct AcknowledgementWaitTests {
    /// A publication of generation 1 that so many loops have not acted on.
    private static func published(
        loops: Int
    ) -> (publication: SnapshotPublication, readers: [SnapshotPublication.Reader]) {
        let publication = SnapshotPublication(.empty())
        let readers = (0..<loops).map { _ in publication.addReader { _ in } }
        publication.publish(.empty(generation: 1))
        return (publication, readers)
    }

    @Test func `there is nothing to wait for when every loop has acted, or when there is none`() {
        let (publication, readers) = Self.published(loops: 2)
        for reader in readers { reader.acknowledge(1) }
        let wait = publication.beginWaiting(for: 1)
        #expect(wait == nil)
        let alone = SnapshotPublication(.empty(generation: 5))
        let none = alone.beginWaiting(for: 5)
        #expect(none == nil)
    }

    @Test func `the last acknowledgement ends the wait, not the first`() async throws {
        let (publication, readers) = Self.published(loops: 2)
        let wait = try #require(publication.beginWaiting(for: 1))
        let hasEnded = Atomic(false)
        readers[0].acknowledge(1)
        async let ended: Void = {
            await wait.ended()
            hasEnded.store(true, ordering: .sequentiallyConsistent)
        }()
        await Task.yield()
        let endedEarly = hasEnded.load(ordering: .sequentiallyConsistent)
        #expect(!endedEarly)
        readers[1].acknowledge(1)
        await ended
    }

    @Test func `a wait that ended before anybody asked is over`() async throws {
        let (publication, readers) = Self.published(loops: 1)
        let wait = try #require(publication.beginWaiting(for: 1))
        readers[0].acknowledge(1)
        await wait.ended()
    }

    @Test func `an acknowledgement of an older generation ends nothing`() async throws {
        let (publication, readers) = Self.published(loops: 1)
        publication.publish(.empty(generation: 2))
        let older = try #require(publication.beginWaiting(for: 1))
        let newer = try #require(publication.beginWaiting(for: 2))
        readers[0].acknowledge(1)
        await older.ended()
        #expect(publication.acknowledgements(of: 2) == (0, 1))
        readers[0].acknowledge(2)
        await newer.ended()
    }

    @Test func `a loop that ends is waited for no longer`() async throws {
        let (publication, readers) = Self.published(loops: 2)
        let wait = try #require(publication.beginWaiting(for: 1))
        readers[1].acknowledge(1)
        async let ended: Void = wait.ended()
        await Task.yield()
        publication.remove(readers[0])
        await ended
    }

    @Test func `whoever waits can end it, more than once`() async throws {
        let (publication, readers) = Self.published(loops: 1)
        let wait = try #require(publication.beginWaiting(for: 1))
        async let ended: Void = wait.ended()
        await Task.yield()
        wait.end()
        wait.end()
        await ended
        // And the loop has nobody to tell any more.
        readers[0].acknowledge(1)
    }

    @Test func `one acknowledgement ends every wait`() async throws {
        let (publication, readers) = Self.published(loops: 1)
        let waits = (0..<200).compactMap { _ in publication.beginWaiting(for: 1) }
        #expect(waits.count == 200)
        await withTaskGroup(of: Void.self) { group in
            for wait in waits { group.addTask { await wait.ended() } }
            readers[0].acknowledge(1)
        }
    }

    @Test func `so many can wait and no more, until some have ended`() {
        let (publication, _) = Self.published(loops: 1)
        let waits = (0..<2_000).compactMap { _ in publication.beginWaiting(for: 1) }
        #expect(waits.count == 1_024)
        waits[500].end()
        let next = publication.beginWaiting(for: 1)
        let beyond = publication.beginWaiting(for: 1)
        #expect(next != nil && beyond == nil)
        for wait in waits { wait.end() }
        next?.end()
        let after = publication.beginWaiting(for: 1)
        #expect(after != nil)
    }

    @Test func `a loop may outlive the publication`() {
        let readers = Self.published(loops: 1).readers
        readers[0].acknowledge(1)
        #expect(readers[0].acknowledgedGeneration == 1)
    }

    /// Waits begin while loops on threads of their own acknowledge: one that was missed would hang.
    @Test func `no wait misses its acknowledgement`() async {
        let publication = SnapshotPublication(.empty())
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<2 {
                let reader = publication.addReader { _ in }
                group.addTask { await Self.acknowledge(until: 2_000, publication, reader) }
            }
            for generation in 1...2_000 as ClosedRange<UInt64> {
                publication.publish(.empty(generation: generation))
                guard let wait = publication.beginWaiting(for: generation) else { continue }
                // Some begin to listen late.
                if generation % 3 == 0 { await Task.yield() }
                await wait.ended()
            }
        }
        #expect(publication.acknowledgements(of: 2_000) == (2, 2))
    }

    private static func acknowledge(
        until last: UInt64, _ publication: SnapshotPublication, _ reader: SnapshotPublication.Reader
    ) async {
        while reader.acknowledgedGeneration < last {
            let generation = publication.currentGeneration
            if generation > reader.acknowledgedGeneration { reader.acknowledge(generation) }
            await Task.yield()
        }
    }
}
