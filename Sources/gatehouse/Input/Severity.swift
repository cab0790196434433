/// How much harm an act can do, which decides how it is confirmed.
enum Severity: Hashable, Sendable {
    /// Create, rename: no question.
    case mild
    /// Suspend, rotate, change a shared role: `y/N`.
    case moderate
    /// Revoke, bulk, `--overlap 0`: the name has to be typed.
    case severe(name: String)
}
