/// Whether one stream is coloured: flag, then `NO_COLOR`, then `CLICOLOR_FORCE` and `FORCE_COLOR`, then the terminal.
enum ColourDecision {
    static func isColoured(
        choice: ColourChoice, isTerminal: Bool, environment: [String: String]
    ) -> Bool {
        switch choice {
        case .always: return true
        case .never: return false
        case .auto: break
        }
        if let value = environment["NO_COLOR"], !value.isEmpty { return false }
        if Self.forces(environment["CLICOLOR_FORCE"]) || Self.forces(environment["FORCE_COLOR"]) { return true }
        if environment["CLICOLOR"] == "0" { return false }
        return isTerminal && environment["TERM"] != "dumb"
    }

    private static func forces(_ value: String?) -> Bool {
        guard let value else { return false }
        return !value.isEmpty && value != "0"
    }
}
