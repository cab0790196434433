import Synchronization

/// Slow proofs that wait until the test makes them.
final class SlowBench: Sendable {
    private let waiting = Mutex<[@Sendable () -> Void]>([])

    var count: Int { self.waiting.withLock(\.count) }

    func add(_ work: @escaping @Sendable () -> Void) { self.waiting.withLock { $0.append(work) } }

    /// Waits for so many proofs to be asked for.
    func waitForWork(_ count: Int = 1) {
        for _ in 0..<2_000 where self.count < count { Pause.briefly() }
    }

    /// Makes the proof that has waited longest.
    func runFirst() {
        let work = self.waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        work?()
    }

    /// Waits for so many proofs to be asked for, then makes all there are.
    func run(_ count: Int = 1) {
        self.waitForWork(count)
        let work = self.waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        for piece in work { piece() }
    }
}
