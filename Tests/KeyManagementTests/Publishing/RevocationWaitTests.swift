import Admission
import Keys
import Synchronization
import Testing

@testable import KeyManagement

@Suite struct RevocationWaitTests {
    private let publication = SnapshotPublication(.empty())
    private let sleeps = Sleeps()

    private func makeWait(deadline: Int = 1_000) -> RevocationWait {
        var settings = ManagementSettings()
        settings.receiptDeadlineMilliseconds = deadline
        let sleeps = self.sleeps
        let time = TimeSource(
            wallTime: { .init(seconds: 0) }, monotonic: { 0 }, sleep: { await sleeps.take($0) })
        return RevocationWait(self.publication, time, settings)
    }

    private func addReader() -> SnapshotPublication.Reader {
        let reader = self.publication.addReader { _ in }
        self.publication.publish(.empty(generation: self.publication.currentGeneration + 1))
        return reader
    }

    @Test func `what every loop has acted on needs no clock`() async {
        self.addReader().acknowledge(1)
        let receipt = await self.makeWait().receipt()
        #expect(receipt == RevocationReceipt(generation: 1, acknowledged: 1, loops: 1))
        #expect(self.sleeps.begun == [])
    }

    @Test func `the last acknowledgement ends the wait while the deadline is far`() async {
        let reader = self.addReader()
        async let receipt = self.makeWait().receipt()
        await self.sleeps.nextBegun()
        reader.acknowledge(1)
        #expect(await receipt == RevocationReceipt(generation: 1, acknowledged: 1, loops: 1))
        #expect(self.sleeps.begun == [1_000])
    }

    @Test func `the deadline ends the wait`() async {
        let reader = self.addReader()
        async let receipt = self.makeWait(deadline: 70).receipt()
        await self.sleeps.nextBegun()
        self.sleeps.end()
        #expect(await receipt == RevocationReceipt(generation: 1, acknowledged: 0, loops: 1))
        #expect(self.sleeps.begun == [70])
        #expect(reader.acknowledgedGeneration == 0)
    }

    @Test func `the end of the last loop ends the wait`() async {
        let reader = self.addReader()
        async let receipt = self.makeWait().receipt()
        await self.sleeps.nextBegun()
        self.publication.remove(reader)
        #expect(await receipt == RevocationReceipt(generation: 1, acknowledged: 0, loops: 0))
    }

    @Test func `cancellation ends the wait`() async {
        let reader = self.addReader()
        let wait = self.makeWait()
        let task = Task { await wait.receipt() }
        await self.sleeps.nextBegun()
        task.cancel()
        #expect(await task.value.isPending)
        #expect(reader.acknowledgedGeneration == 0)
    }

    @Test func `whoever is cancelled already does not wait`() async {
        let reader = self.addReader()
        let wait = self.makeWait()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await wait.receipt()
        }
        #expect(await task.value.isPending)
        #expect(self.sleeps.begun == [])
        #expect(reader.acknowledgedGeneration == 0)
    }

    @Test func `a deadline of nothing asks once`() async {
        _ = self.addReader()
        let receipt = await self.makeWait(deadline: 0).receipt()
        #expect(receipt.isPending)
        #expect(self.sleeps.begun == [])
    }
}

/// A clock on which nothing passes until it is told to, or whoever sleeps is cancelled.
private final class Sleeps: Sendable {
    private let lengths = Mutex<[Int]>([])
    private let isOver = Atomic(false)

    /// Milliseconds that each sleep was to take.
    var begun: [Int] { self.lengths.withLock { $0 } }

    func take(_ milliseconds: Int) async {
        self.lengths.withLock { $0.append(milliseconds) }
        while !self.isOver.load(ordering: .acquiring), !Task.isCancelled { await Task.yield() }
    }

    func end() { self.isOver.store(true, ordering: .releasing) }

    /// Returns when somebody sleeps.
    func nextBegun() async {
        while self.begun.isEmpty { await Task.yield() }
    }
}
