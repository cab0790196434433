import Synchronization

/// Where slow proofs wait until the test makes them.
final class SlowBench: Sendable {
    private let waiting = Mutex<[@Sendable () -> Void]>([])

    var count: Int { self.waiting.withLock(\.count) }

    func add(_ work: @escaping @Sendable () -> Void) { self.waiting.withLock { $0.append(work) } }

    func run() {
        let work = self.waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        for piece in work { piece() }
    }
}
