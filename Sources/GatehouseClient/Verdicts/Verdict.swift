/// What Gatehouse decided about a key.
///
/// There are two ends only, and one of them admits. Everything that went wrong on the way is thrown as a ``VerifyError``
/// instead: no answer is never an admission, and never a refusal either.
public enum Verdict: Sendable, Hashable {
    /// The key may do what was asked.
    case admitted(AdmittedKey)
    /// The key may not, and why.
    case refused(Refusal)

    /// What was admitted; `nil` for a refusal.
    public var admitted: AdmittedKey? {
        if case .admitted(let key) = self { key } else { nil }
    }

    /// Why it was refused; `nil` for an admission.
    public var refusal: Refusal? {
        if case .refused(let refusal) = self { refusal } else { nil }
    }
}
