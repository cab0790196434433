import Synchronization

/// The sequence numbers a receiver was sent, in order of arrival, and a way to wait for some.
package final class SequenceLedger: Sendable {
    private let arrived = Mutex<[UInt64]>([])
    private let news: AsyncStream<Void>
    private let herald: AsyncStream<Void>.Continuation

    package init() {
        (self.news, self.herald) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    package func note(_ sequence: UInt64) {
        self.arrived.withLock { $0.append(sequence) }
        self.herald.yield()
    }

    package var all: [UInt64] { self.arrived.withLock(\.self) }

    /// Whether every number below has arrived, each the first time after the one before it: no gap, no disorder.
    package func isComplete(below end: UInt64) -> Bool {
        var next: UInt64 = 0
        for sequence in self.all {
            guard sequence <= next else { return false }
            if sequence == next { next += 1 }
        }
        return next >= end
    }

    /// Waits until the numbers that have arrived are as wanted. The test's time limit ends a wait that is in vain.
    package func wait(until isEnough: (SequenceLedger) -> Bool) async {
        if isEnough(self) { return }
        for await _ in self.news where isEnough(self) { return }
    }

    /// Waits until every number below has arrived.
    package func waitForAll(below end: UInt64) async {
        await self.wait { ledger in ledger.all.contains(end - 1) }
    }
}
