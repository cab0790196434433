/// Decides whether an act goes ahead, asks first, or is refused because nobody can be asked.
enum ConfirmationPolicy {
    enum Decision: Hashable, Sendable {
        case proceed
        case askYesNo
        case askName(String)
        /// Exit 64, naming the flag that would have answered.
        case refuse(missing: String)
        /// Exit 64: another name was given than the one that is hit.
        case wrongName(String)
    }

    /// `--yes` answers moderate questions only; `canAsk` says that both ends are a terminal and `--no-input` is absent.
    static func decide(_ severity: Severity, yes: Bool, confirm: String?, canAsk: Bool) -> Decision {
        switch severity {
        case .mild: return .proceed
        case .moderate:
            if yes || confirm != nil { return .proceed }
            return canAsk ? .askYesNo : .refuse(missing: "--yes")
        case .severe(let name):
            let flag = "--confirm=" + CurlLine.quoted(name)
            guard let confirm else { return canAsk ? .askName(name) : .refuse(missing: flag) }
            return confirm == name ? .proceed : .wrongName(name)
        }
    }
}
