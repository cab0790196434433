import Synchronization

/// Hands an open server over, once: whoever still holds this afterwards holds nothing of it.
final class NodeHandover: Sendable {
    private let node: Mutex<OpenNode?>

    init(_ node: OpenNode) { self.node = .init(node) }

    func take() -> OpenNode? { self.node.withLock { $0.take() } }
}
