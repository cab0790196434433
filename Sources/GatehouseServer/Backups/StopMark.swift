import Synchronization

/// Tells work on another thread that nobody wants its result any more.
final class StopMark: Sendable {
    private let state = Atomic(false)

    var isSet: Bool { self.state.load(ordering: .relaxed) }

    func set() { self.state.store(true, ordering: .relaxed) }

    func check() throws(CancellationError) {
        if self.isSet { throw CancellationError() }
    }
}
