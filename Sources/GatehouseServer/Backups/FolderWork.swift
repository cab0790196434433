import Dispatch
import Synchronization

/// Work on a folder that may be another machine's, one at a time. It can hang for as long as that machine likes: then who
/// waits goes on without it, one more waits for it to come back, and others are refused.
final class FolderWork: Sendable {
    private let queue: DispatchQueue
    private static let mostWaiting = 2
    private let waiting = Atomic(0)

    init(_ name: String) { self.queue = DispatchQueue(label: "gatehouse.\(name)") }

    /// Throws what the work throws, `StartFailure` when it takes longer than so many milliseconds or earlier ones still hang,
    /// and `CancellationError` as soon as the task is cancelled. What goes on without anybody is told by its mark.
    func run<Value: Sendable>(
        atMostMs most: Int? = nil, _ work: @escaping @Sendable (StopMark) throws -> Value
    ) async throws -> Value {
        guard self.waiting.add(1, ordering: .acquiringAndReleasing).oldValue < Self.mostWaiting else {
            self.waiting.subtract(1, ordering: .acquiringAndReleasing)
            throw Self.hangs
        }
        let (stop, answer) = (StopMark(), OneAnswer<Value>())
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                answer.begin(continuation)
                self.queue.async {
                    let result = Result {
                        try stop.check()
                        return try work(stop)
                    }
                    self.waiting.subtract(1, ordering: .acquiringAndReleasing)
                    answer.give(result)
                }
                guard let most else { return }
                DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(most)) {
                    stop.set()
                    answer.give(.failure(Self.hangs))
                }
            }
        } onCancel: {
            stop.set()
            answer.give(.failure(CancellationError()))
        }
    }

    private static var hangs: StartFailure { .init(.cannotCreate, "the folder does not answer") }
}

/// A continuation that is resumed by whoever comes first.
private final class OneAnswer<Value: Sendable>: Sendable {
    private enum State {
        case early
        case waiting(CheckedContinuation<Value, any Error>)
        case answered(Result<Value, any Error>?)
    }

    private let state = Mutex(State.early)

    func begin(_ continuation: CheckedContinuation<Value, any Error>) {
        let early = self.state.withLock { state -> Result<Value, any Error>? in
            if case .answered(let result) = state { return result }
            state = .waiting(continuation)
            return nil
        }
        if let early { continuation.resume(with: early) }
    }

    func give(_ result: Result<Value, any Error>) {
        let continuation = self.state.withLock { state -> CheckedContinuation<Value, any Error>? in
            switch state {
            case .early: state = .answered(result)
            case .waiting(let continuation):
                state = .answered(nil)
                return continuation
            case .answered: break
            }
            return nil
        }
        continuation?.resume(with: result)
    }
}
