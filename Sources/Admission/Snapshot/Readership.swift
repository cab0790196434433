import Synchronization

/// The loops that read a publication, and those who wait for them to have acted on a generation.
///
/// Who takes a waiter off the list, under the lock, is who resumes it, after the lock. A loop only tries the lock: when
/// somebody else has it, it leaves a mark, and whoever had the lock looks for the mark after giving it back.
final class Readership: Sendable {
    /// Most who wait at a time.
    static let mostWaiters = 1_024

    private struct Waiter {
        let number: UInt64
        let generation: UInt64
        var continuation: CheckedContinuation<Void, Never>?
    }

    private struct State {
        var readers: [SnapshotPublication.Reader] = []
        var waiters: [Waiter] = []
        var nextNumber: UInt64 = 0

        /// What every reader has acted on.
        var acknowledgedByAll: UInt64 { self.readers.lazy.map(\.acknowledgedGeneration).min() ?? .max }

        mutating func takeWaiter(_ index: Int) -> Waiter {
            self.waiters.swapAt(index, self.waiters.count - 1)
            return self.waiters.removeLast()
        }

        /// A waiter that has nothing to wait for any more. From the end, where it is found at once when all are such.
        mutating func takeDueWaiter() -> Waiter? {
            let generation = self.acknowledgedByAll
            return self.waiters.lastIndex { $0.generation <= generation }.map { self.takeWaiter($0) }
        }
    }

    private let state = Mutex(State())
    /// Waiters on the list.
    private let waiting = Atomic<Int>(0)
    /// Some waiter may have nothing to wait for any more.
    private let isUnsettled = Atomic<Bool>(false)

    var readers: [SnapshotPublication.Reader] { self.locked { $0.readers } }

    func add(_ reader: SnapshotPublication.Reader) {
        self.locked { $0.readers.append(reader) }
    }

    func remove(_ reader: SnapshotPublication.Reader) {
        self.locked { state in
            state.readers.removeAll { $0 === reader }
            self.isUnsettled.store(true, ordering: .sequentiallyConsistent)
        }
    }

    // MARK: Waiting

    /// The number of a new waiter; `nil` when there is nothing to wait for, or no room.
    func beginWaiting(for generation: UInt64) -> UInt64? {
        self.locked { state in
            guard state.waiters.count < Self.mostWaiters else { return nil }
            // First counted, then looked: a loop first acknowledges and then looks at the count.
            self.waiting.add(1, ordering: .sequentiallyConsistent)
            guard state.acknowledgedByAll < generation else {
                self.waiting.subtract(1, ordering: .sequentiallyConsistent)
                return nil
            }
            let number = state.nextNumber
            state.nextNumber &+= 1
            state.waiters.append(Waiter(number: number, generation: generation))
            return number
        }
    }

    /// Has the waiter resume that; at once when its wait has ended.
    func attach(_ continuation: CheckedContinuation<Void, Never>, to number: UInt64) {
        let waits = self.locked { state in
            guard let index = state.waiters.firstIndex(where: { $0.number == number }) else { return false }
            state.waiters[index].continuation = continuation
            return true
        }
        if !waits { continuation.resume() }
    }

    func endWaiting(_ number: UInt64) {
        let ended = self.locked { state in
            state.waiters.firstIndex { $0.number == number }.map { state.takeWaiter($0) }
        }
        if let ended { self.resume(ended) }
    }

    // MARK: Acknowledging

    /// A reader has acknowledged. On its loop: neither waits nor allocates.
    func acknowledged() {
        guard self.waiting.load(ordering: .sequentiallyConsistent) > 0 else { return }
        self.isUnsettled.store(true, ordering: .sequentiallyConsistent)
        self.settle()
    }

    private func locked<Result>(_ body: (inout sending State) -> sending Result) -> Result {
        let result = self.state.withLock(body)
        self.settle()
        return result
    }

    /// Resumes who has nothing to wait for, unless somebody who has the lock is about to.
    private func settle() {
        while true {
            // Between the lock and the mark, on either side: one of the two sees what the other has written.
            atomicMemoryFence(ordering: .sequentiallyConsistent)
            guard self.isUnsettled.load(ordering: .sequentiallyConsistent) else { return }
            let attempt = self.state.withLockIfAvailable { state in
                self.isUnsettled.store(false, ordering: .sequentiallyConsistent)
                let due = state.takeDueWaiter()
                // There may be more.
                if due != nil { self.isUnsettled.store(true, ordering: .sequentiallyConsistent) }
                return due
            }
            guard let attempt else { return }
            if let due = attempt { self.resume(due) }
        }
    }

    private func resume(_ waiter: Waiter) {
        self.waiting.subtract(1, ordering: .sequentiallyConsistent)
        waiter.continuation?.resume()
    }
}
