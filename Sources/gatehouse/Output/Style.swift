/// One of the sixteen ANSI colours or a weight. Never the only carrier: the word stands beside it.
enum Style: String, Sendable {
    case plain = ""
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"

    /// The text in this style, or as it is.
    func applied(to text: String, isColoured: Bool) -> String {
        guard isColoured, self != .plain, !text.isEmpty else { return text }
        return "\u{1B}[\(self.rawValue)m\(text)\u{1B}[0m"
    }

    /// How the word for a state looks.
    static func forState(_ state: String) -> Self {
        switch state {
        case "active", "current", "ok", "finished", "admit", "allow": .green
        case "suspended", "quarantined", "pending", "retiring", "overlapping", "warning", "notice", "cancelled": .yellow
        case "revoked", "expired", "retired", "error", "critical", "refuse", "deny", "failed": .red
        default: .plain
        }
    }
}
