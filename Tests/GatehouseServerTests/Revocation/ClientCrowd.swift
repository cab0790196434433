import Foundation
import Keys
import Synchronization
import TestKit

/// Clients, each on a thread and a connection of its own, that send requests with random credentials without a pause.
final class ClientCrowd: Sendable {
    private struct Waiter {
        let requests: Int
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var isStopped = false
        var running = 0
        var answered = 0
        var admitted: [RevocationHistory.Request] = []
        var waiter: Waiter?
        var end: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())
    private let port: Int
    private let credentials: ShownCredentials

    init(port: Int, credentials: ShownCredentials) {
        self.port = port
        self.credentials = credentials
    }

    /// The clock all threads share, in nanoseconds.
    static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    func start(_ count: Int, seed: UInt64) {
        self.state.withLock { $0.running = count }
        for number in 0..<count {
            Thread { self.run(SeededGenerator(seed: seed &+ UInt64(number))) }.start()
        }
    }

    /// How many requests were answered so far, and how many of them with 200.
    var counts: (answered: Int, admitted: Int) { self.state.withLock { ($0.answered, $0.admitted.count) } }

    /// Waits until so many more requests have been answered, or no client is left.
    func progress(by requests: Int) async {
        await withCheckedContinuation { continuation in
            let isOver = self.state.withLock { state in
                guard state.running > 0 else { return true }
                state.waiter = .init(requests: state.answered + requests, continuation: continuation)
                return false
            }
            if isOver { continuation.resume() }
        }
    }

    /// Stops every client and waits for it.
    ///
    /// - Returns: every request that was admitted.
    func stop() async -> [RevocationHistory.Request] {
        await withCheckedContinuation { continuation in
            let isOver = self.state.withLock { state in
                state.isStopped = true
                guard state.running > 0 else { return true }
                state.end = continuation
                return false
            }
            if isOver { continuation.resume() }
        }
        return self.state.withLock { $0.admitted }
    }

    private func run(_ seeded: SeededGenerator) {
        var random = seeded
        // A connection that an act has cut is opened anew; one that cannot be opened ends the client.
        while let next = self.serve(on: BlockingClient(port: self.port), random) { random = next }
        let waiting = self.state.withLock { state in
            state.running -= 1
            guard state.running == 0 else { return [CheckedContinuation<Void, Never>]() }
            defer { (state.waiter, state.end) = (nil, nil) }
            return [state.waiter?.continuation, state.end].compactMap(\.self)
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Uses a connection until it is cut.
    ///
    /// - Returns: the randomness to go on with; `nil` when there is nothing to go on with.
    private func serve(on connected: consuming BlockingClient?, _ seeded: SeededGenerator) -> SeededGenerator? {
        guard var client = connected else { return nil }
        var random = seeded
        while !self.state.withLock({ $0.isStopped }) {
            guard let credential = self.credentials.draw(&random) else { return nil }
            let began = Self.now()
            let status = client.exchange(credential.request)
            self.note(
                .init(credential: credential.number, began: began, ended: Self.now(), isAdmitted: status == 200))
            if status == nil { return random }
        }
        return nil
    }

    private func note(_ request: RevocationHistory.Request) {
        let ready = self.state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.answered += 1
            if request.isAdmitted { state.admitted.append(request) }
            guard let waiter = state.waiter, state.answered >= waiter.requests else { return nil }
            state.waiter = nil
            return waiter.continuation
        }
        ready?.resume()
    }
}
