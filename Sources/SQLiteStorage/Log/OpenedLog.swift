import Auditing

/// An audit log that was checked and can be appended to.
struct OpenedLog: Sendable {
    var chain: AuditChain
    var signer: CheckpointSigner
    /// Entries before this one have still to be checked.
    let checkedFrom: UInt64
}
