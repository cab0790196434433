package import Auditing

/// What a write came to.
package struct WriteOutcome<Value: Sendable>: Sendable {
    package let value: Value
    /// The answer repeats an earlier one with the same idempotency key (`Idempotent-Replayed: true`).
    package let isReplay: Bool
    /// Nothing was changed: it was only asked what would be.
    package let isDryRun: Bool
    /// For revocations, suspensions and emergency rotations: how far the gateway has acted on it.
    package let receipt: RevocationReceipt?
    /// Where the entries of the act stand in the audit log; empty when nothing was changed.
    package let entries: Range<UInt64>
    /// The proofs that they do, in order; of an act with very many entries, those of its latest.
    package let proofs: [LogProof]

    /// The same write with something else for its value.
    func with<Other: Sendable>(_ value: Other) -> WriteOutcome<Other> {
        .init(
            value: value, isReplay: self.isReplay, isDryRun: self.isDryRun, receipt: self.receipt,
            entries: self.entries, proofs: self.proofs)
    }
}
