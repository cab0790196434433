import Synchronization

/// Where the loops read how much of its limits the node gives out: for all requests, and for those to one upstream. Written once
/// a second by whoever watches.
package final class CapacityBoard: Sendable {
    /// The factors of the node; and one bit that says that there are upstreams with factors of their own.
    private let word: Atomic<UInt32>
    /// Those whose limits are lowered, by number. Only asked when there are any.
    private let upstreams = Mutex<[UInt64: CapacityFactors]>([:])

    private static let hasUpstreams: UInt32 = 1 << 24

    package init() { self.word = Atomic(CapacityFactors.whole.word) }

    /// Those of the whole node.
    package var factors: CapacityFactors { CapacityFactors(word: self.word.load(ordering: .relaxed)) }

    /// Those that hold for requests to an upstream; 0 stands for none.
    package func factors(of upstream: UInt64) -> CapacityFactors {
        let word = self.word.load(ordering: .relaxed)
        let node = CapacityFactors(word: word)
        guard word & Self.hasUpstreams != 0 else { return node }
        return self.upstreams.withLock { $0[upstream] }.map { node.least($0) } ?? node
    }

    /// `upstreams` has those whose limits are lowered beyond the node's.
    package func set(_ factors: CapacityFactors, upstreams: [UInt64: CapacityFactors] = [:]) {
        let lowered = upstreams.filter { !$0.value.isWhole }
        self.upstreams.withLock { $0 = lowered }
        self.word.store(factors.word | (lowered.isEmpty ? 0 : Self.hasUpstreams), ordering: .relaxed)
    }
}
