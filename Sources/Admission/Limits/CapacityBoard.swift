import Synchronization

/// Where the loops read how much of its limits the node gives out.
package final class CapacityBoard: Sendable {
    private let word: Atomic<UInt32>

    package init() { self.word = Atomic(CapacityFactors.whole.word) }

    package var factors: CapacityFactors { CapacityFactors(word: self.word.load(ordering: .relaxed)) }

    package func set(_ factors: CapacityFactors) { self.word.store(factors.word, ordering: .relaxed) }
}
