import Glibc
import Synchronization

/// A thread that waits for sockets and does with its state what they and other threads ask for.
///
/// The state never leaves the thread: work for it comes as closures that are given it.
package final class LoopThread<State: LoopState>: Sendable {
    package typealias Work = @Sendable (State) -> Void

    private struct Queue {
        var waiting: [Work] = []
        var isStopping = false
        var hasEnded = false
        var onEnd: [@Sendable () -> Void] = []
    }

    private let queue = Mutex(Queue())
    private let wakeup: Wakeup
    private let tick: UInt64

    /// Starts the thread. `name` has at most 15 bytes, `tick` is in nanoseconds, and `make` makes the state, on the thread.
    package static func start(
        name: String, tick: UInt64, make: @escaping @Sendable (Poller, LoopThread<State>) throws -> State
    ) async throws -> LoopThread<State> {
        let loop = LoopThread(wakeup: try Wakeup(), tick: tick)
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            let body = ThreadBody(name: name) { loop.run(make, continuation) }
            do throws(SystemError) { try body.start() } catch { continuation.resume(throwing: error) }
        }
        return loop
    }

    private init(wakeup: Wakeup, tick: UInt64) {
        self.wakeup = wakeup
        self.tick = tick
    }

    /// Has the thread do something, soon. From any thread; whoever asks bounds how often.
    ///
    /// - Returns: `false` when the thread has ended: nothing will be done.
    @discardableResult
    package func execute(_ work: @escaping Work) -> Bool {
        let (isTaken, wakes) = self.queue.withLock { queue in
            guard !queue.hasEnded else { return (false, false) }
            queue.waiting.append(work)
            return (true, queue.waiting.count == 1)
        }
        if wakes { self.wakeup.signal() }
        return isTaken
    }

    /// Has the thread do something, and waits for it.
    package func submit<Result: Sendable>(
        _ work: @escaping @Sendable (State) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            let isTaken = self.execute { state in
                do { continuation.resume(returning: try work(state)) } catch { continuation.resume(throwing: error) }
            }
            if !isTaken { continuation.resume(throwing: SystemError("submit", ESHUTDOWN)) }
        }
    }

    /// Ends the thread after the work that it has been given, and waits for that.
    package func stop() async {
        await withCheckedContinuation { continuation in
            let hasEnded = self.queue.withLock { queue in
                queue.isStopping = true
                if !queue.hasEnded { queue.onEnd.append { continuation.resume() } }
                return queue.hasEnded
            }
            if hasEnded { continuation.resume() } else { self.wakeup.signal() }
        }
    }

    // MARK: On the thread

    private func run(
        _ make: (Poller, LoopThread<State>) throws -> State, _ started: CheckedContinuation<Void, any Error>
    ) {
        do {
            let poller = try Poller()
            _ = try poller.add(self.wakeup.descriptor, for: .readable, target: self.wakeup)
            let state = try make(poller, self)
            started.resume()
            self.turn(poller, state)
        } catch {
            self.end()
            started.resume(throwing: error)
        }
    }

    private func turn(_ poller: Poller, _ state: State) {
        var nextTick = Self.now &+ self.tick
        while true {
            let before = Self.now
            let rest = nextTick > before ? nextTick - before : 0
            let longest = CInt(clamping: (rest + 999_999) / 1_000_000)
            poller.wait(milliseconds: state.hasDeferredWork ? min(longest, 1) : longest)
            state.endTurn()
            guard let work = self.takeWork() else { break }
            for work in work { work(state) }
            if Self.now >= nextTick {
                state.tick()
                nextTick = Self.now &+ self.tick
            }
            state.endTurn()
        }
        self.end()
    }

    /// What there is to do; `nil` when the thread is to end: then no work is taken any more, so that none is lost.
    private func takeWork() -> [Work]? {
        self.queue.withLock { queue in
            guard !queue.waiting.isEmpty else {
                queue.hasEnded = queue.isStopping
                return queue.isStopping ? nil : []
            }
            defer { queue.waiting = [] }
            // Once more round, in case that this work asks for more.
            if queue.isStopping { self.wakeup.signal() }
            return queue.waiting
        }
    }

    private func end() {
        let onEnd = self.queue.withLock { queue in
            queue.hasEnded = true
            queue.waiting = []
            defer { queue.onEnd = [] }
            return queue.onEnd
        }
        for done in onEnd { done() }
    }

    /// Nanoseconds of the monotonic clock, to about a tick of the kernel: nothing here needs it better.
    private static var now: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }
}
