import Auditing
import KeyManagement

/// What an act was answered: its value, and what it says about the log.
struct HeardAnswer<Value: Sendable>: Sendable {
    let value: Value
    /// The entries of the act; `nil` when the answer does not say, and only the log does.
    let entries: Range<UInt64>?
    var proofs: [LogProof]

    init(_ outcome: WriteOutcome<Value>) {
        self.value = outcome.value
        self.entries = outcome.entries
        self.proofs = outcome.proofs
    }

    init(unproven value: Value) {
        self.value = value
        self.entries = nil
        self.proofs = []
    }
}
