import Synchronization

/// When a delivery has to be over: at a moment, or as soon as somebody says so.
package final class Deadline: Sendable {
    private let end: ContinuousClock.Instant
    private let isCancelled = Atomic(false)

    package init(after timeout: Duration) { self.end = .now + timeout }

    /// Ends it now.
    package func cancel() { self.isCancelled.store(true, ordering: .releasing) }

    /// Milliseconds left, at most so many; throws when there are none.
    func slice(atMost longest: Int) throws(SinkFailure) -> Int32 {
        guard !self.isCancelled.load(ordering: .acquiring) else { throw .init(.stopped, "the server stops") }
        let left = (self.end - .now).components
        let milliseconds = left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000
        guard left.seconds >= 0, left.attoseconds >= 0, milliseconds > 0 else {
            throw .init(.timedOut, "it did not take the records in time")
        }
        return Int32(clamping: min(milliseconds, Int64(longest)))
    }
}
