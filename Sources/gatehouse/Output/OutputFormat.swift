/// What stdout carries.
enum OutputFormat: Hashable, Sendable {
    /// One JSON document.
    case json
    /// Cut to the width, relative times.
    case people
    /// Tab-separated, nothing cut, exact times.
    case programs

    /// `--json`, then `GATEHOUSE_FORMAT`, then what stdout is connected to.
    static func decide(
        json: Bool, environment: [String: String], outputIsTerminal: Bool
    ) throws(CommandFailure) -> Self {
        if json { return .json }
        switch environment["GATEHOUSE_FORMAT"] {
        case "json": return .json
        case "table": return .people
        case "tsv": return .programs
        case nil, "": return outputIsTerminal ? .people : .programs
        case .some: throw .usage("GATEHOUSE_FORMAT is json, table or tsv.")
        }
    }
}
