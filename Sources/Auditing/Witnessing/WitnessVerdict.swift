/// What a witness makes of a request. The cases stand in the order in which they are judged.
package enum WitnessVerdict: Hashable, Sendable {
    /// A log the witness does not look after.
    case unknownOrigin
    /// Nobody it trusts has signed the checkpoint.
    case untrusted
    /// The size to start from is beyond the checkpoint.
    case oldSizeBeyond
    /// Not the size it cosigned last.
    case otherSize(cosigned: UInt64)
    /// The size it cosigned last with another root: the log has forked.
    case fork(cosigned: Checkpoint)
    /// A proof where nothing is to be proven: a mistake of whoever asks, and nothing about the log.
    case uselessProof
    /// The checkpoint does not follow from the one it cosigned last: a wrong proof, or the log has forked.
    case unproven(cosigned: Checkpoint)
    /// To be remembered first, then cosigned.
    case cosign
}
