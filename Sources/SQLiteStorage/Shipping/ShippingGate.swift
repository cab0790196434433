import Synchronization

/// Holds answers back until what they tell of has been shipped, for as long as shipping goes well. Where it does not, answers
/// go out: an act that is durable here and in force must not look as if it had failed.
package final class ShippingGate: Sendable {
    /// More do not wait.
    private static let mostWaiting = 10_000
    /// Turns of the timer that a waiter lives through.
    private static let patience = 2

    private struct Waiter {
        let commit: UInt64
        var turns = 0
        let go: CheckedContinuation<Void, Never>
    }

    private struct State {
        /// Commits since shipping began: seen, and shipped.
        var seen: UInt64 = 0
        var shipped: UInt64 = 0
        var waiters: [Waiter] = []
    }

    private let state = Mutex(State())
    private let isHolding = Atomic(false)
    private let isWanted = Atomic(false)
    private let unshipped = Atomic<UInt64>(0)

    /// Answers that were to wait, and went out before what they tell of was shipped.
    package var unshippedAnswers: UInt64 { self.unshipped.load(ordering: .relaxed) }

    /// Answers are to wait, whenever that is possible.
    package func begin() { self.isWanted.store(true, ordering: .releasing) }

    /// Holds answers from now on.
    package func hold() { self.isHolding.store(true, ordering: .releasing) }

    /// Lets everybody go, and holds nobody until it is told to again.
    ///
    /// - Returns: how many waited.
    @discardableResult
    package func letGo() -> Int {
        self.isHolding.store(false, ordering: .releasing)
        let count = self.release { _ in true }
        self.unshipped.add(UInt64(count), ordering: .relaxed)
        return count
    }

    /// Lets go who has waited through two turns, and nobody waits any more when there was one.
    ///
    /// - Returns: how many that were.
    package func turn() -> Int {
        let isOverdue = self.state.withLock { state in
            for index in state.waiters.indices { state.waiters[index].turns += 1 }
            return state.waiters.contains { $0.turns >= Self.patience }
        }
        return isOverdue ? self.letGo() : 0
    }

    /// Returns once everything that was committed before this call is shipped, or nobody waits.
    func wait() async {
        guard self.isWanted.load(ordering: .acquiring) else { return }
        await withCheckedContinuation { continuation in
            let mayGo = self.state.withLock { state in
                guard state.shipped < state.seen || !self.isHolding.load(ordering: .acquiring) else { return true }
                guard self.isHolding.load(ordering: .acquiring), state.waiters.count < Self.mostWaiting else {
                    self.unshipped.add(1, ordering: .relaxed)
                    return true
                }
                state.waiters.append(.init(commit: state.seen, go: continuation))
                return false
            }
            if mayGo { continuation.resume() }
        }
    }

    /// That many commits were made since shipping began.
    func didSee(_ commits: UInt64) { self.state.withLock { $0.seen = commits } }

    /// So many of them are shipped.
    func didShip(_ commits: UInt64) {
        self.state.withLock { $0.shipped = max($0.shipped, commits) }
        self.release { $0 <= commits }
    }

    /// Nothing is shipped any more, and commits are counted anew.
    func forget() {
        self.letGo()
        self.state.withLock { ($0.seen, $0.shipped) = (0, 0) }
    }

    @discardableResult
    private func release(_ isReleased: (_ commit: UInt64) -> Bool) -> Int {
        let released = self.state.withLock { state in
            let released = state.waiters.filter { isReleased($0.commit) }
            state.waiters.removeAll { isReleased($0.commit) }
            return released
        }
        for waiter in released { waiter.go.resume() }
        return released.count
    }
}
