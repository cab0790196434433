package import Auditing

/// What a durable write came to.
package struct Committed<Value: Sendable>: Sendable {
    /// Most proofs; an act with more entries carries those of its latest.
    package static var mostProofs: Int { 16 }

    /// What the closure returned.
    package let value: Value
    /// The numbers of the entries that the write appended.
    package let entries: Range<UInt64>
    /// The proofs of its latest entries, in order, all in the tree that its commit left.
    package let proofs: [LogProof]

    init(value: Value, entries: Range<UInt64>, proofs: [LogProof]) {
        self.value = value
        self.entries = entries
        self.proofs = proofs
    }

    /// Of a write that was tried and taken back: nothing was appended.
    package init(takenBack value: Value) {
        self.init(value: value, entries: 0..<0, proofs: [])
    }
}
