import Admission

/// What became of proving that a caller may verify keys.
enum CallerProof {
    case proven(MatchedKey)
    case missing
    case ambiguous
    case refused(Verification)
    /// Its key has to be proven by a slow hash first.
    case pending(ForeignTicket)
}
