import Foundation
import Synchronization

/// Clients that ask without rest, and what became of it.
final class LoadUnderSealing: Sendable {
    private struct State {
        var isStopped = false
        var admitted = 0
        var lastAdmitted = ContinuousClock.now
    }

    private let state = Mutex(State())
    private let ended = DispatchGroup()

    /// How many requests were admitted so far, and when the last of them was answered.
    var admitted: (count: Int, last: ContinuousClock.Instant) {
        self.state.withLock { ($0.admitted, $0.lastAdmitted) }
    }

    /// Starts so many threads that each call `ask` until they are stopped; it says whether it was admitted.
    init(threads: Int, ask: @escaping @Sendable () -> Bool) {
        for _ in 0..<threads {
            self.ended.enter()
            Thread.detachNewThread { [self] in
                while !self.state.withLock({ $0.isStopped }) {
                    guard ask() else { continue }
                    self.state.withLock { state in
                        state.admitted += 1
                        state.lastAdmitted = .now
                    }
                }
                self.ended.leave()
            }
        }
    }

    /// Waits until so many more were admitted.
    func awaitAdmissions(_ count: Int) {
        let wanted = self.admitted.count + count
        while self.admitted.count < wanted { sched_yield() }
    }

    /// Has all threads end, and waits for it.
    func stop() {
        self.state.withLock { $0.isStopped = true }
        self.ended.wait()
    }
}
