import Polling
import Synchronization

/// What the health checks of one upstream have found, for all event loops: the first loop checks and writes, the others
/// look at every tick whether there is something new. No request does.
final class HealthBoard: Sendable {
    /// An endpoint as all loops know it.
    struct Key: Hashable, Sendable {
        let place: EndpointConfiguration.Place
        /// Which of its addresses, where each is a server of its own.
        let address: Endpoint?
    }

    private let generation = Atomic<UInt64>(0)
    private let states = Mutex<[Key: Bool]>([:])

    /// Writes down what was found of an endpoint; `nil` to forget it.
    func note(_ isHealthy: Bool?, of key: Key) {
        self.states.withLock { $0[key] = isHealthy }
        self.generation.add(1, ordering: .releasing)
    }

    /// What is known of an endpoint.
    subscript(key: Key) -> Bool? { self.states.withLock { $0[key] } }

    /// Everything that is known, when something has changed since `seen`, which is brought up to date.
    func news(since seen: inout UInt64) -> [Key: Bool]? {
        let current = self.generation.load(ordering: .acquiring)
        guard current != seen else { return nil }
        seen = current
        return self.states.withLock { $0 }
    }
}
