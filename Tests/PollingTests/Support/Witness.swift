import Polling

/// Notes what it is told, and does what the test says.
final class Witness: PollTarget {
    private(set) var told: [Readiness] = []
    private let act: (Witness) -> Void

    init(_ act: @escaping (Witness) -> Void = { _ in }) { self.act = act }

    func ready(_ readiness: Readiness) {
        self.told.append(readiness)
        self.act(self)
    }
}
