import Synchronization

@testable import GatehouseClient

/// Clocks that stand still until they are turned. Whoever sleeps on them wakes when their time has come.
final class TestClock: Sendable {
    private struct Sleeper {
        let id: Int
        let until: UInt64
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var nanoseconds: UInt64 = 1_000_000_000
        var civil: Int64 = 1_796_083_200
        var nextID = 0
        var sleepers: [Sleeper] = []
        var cancelled: Set<Int> = []
    }

    private let state = Mutex(State())

    var monotonic: UInt64 { self.state.withLock { $0.nanoseconds } }

    /// How many sleep now.
    var sleeperCount: Int { self.state.withLock { $0.sleepers.count } }

    /// Turns both clocks and wakes whoever's time has come.
    func advance(_ time: Duration) {
        let due = self.state.withLock { state in
            state.nanoseconds += time.wholeNanoseconds
            state.civil += time.components.seconds
            let due = state.sleepers.filter { $0.until <= state.nanoseconds }
            state.sleepers.removeAll { $0.until <= state.nanoseconds }
            return due
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// Wakes whoever's time comes so soon, as if it had come: one that went to sleep after the clock was turned would
    /// sleep for ever.
    func wakeSleepers(within time: Duration) {
        let due = self.state.withLock { state in
            let end = state.nanoseconds + time.wholeNanoseconds
            let due = state.sleepers.filter { $0.until <= end }
            state.sleepers.removeAll { $0.until <= end }
            return due
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// Lets other tasks run until so many sleep.
    func whenSleeping(_ count: Int) async {
        while self.sleeperCount < count { await Task.yield() }
    }

    /// The clocks as an input.
    var clock: ClientClock {
        .init(
            now: { .init(secondsSince1970: self.state.withLock { $0.civil }) }, monotonic: { self.monotonic },
            sleep: { try await self.wait($0) })
    }

    private func wait(_ time: Duration) async throws {
        let id = self.state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isCancelled = self.state.withLock { state in
                    if state.cancelled.remove(id) != nil { return true }
                    let until = state.nanoseconds.addingCapped(time.wholeNanoseconds)
                    state.sleepers.append(.init(id: id, until: until, continuation: continuation))
                    return false
                }
                if isCancelled { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            let sleeper = self.state.withLock { state -> Sleeper? in
                guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else {
                    state.cancelled.insert(id)
                    return nil
                }
                return state.sleepers.remove(at: index)
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }
}
