/// A kind of object: where the API keeps it and what its ids begin with.
enum Collection: String, Sendable {
    case projects, environments, identities, roles, operators, keys

    /// The type prefix of ids.
    var prefix: String {
        switch self {
        case .projects: "prj"
        case .environments: "env"
        case .identities: "idn"
        case .roles: "role"
        case .operators: "op"
        case .keys: "key"
        }
    }

    /// One object, in words.
    var noun: String {
        switch self {
        case .projects: "project"
        case .environments: "environment"
        case .identities: "identity"
        case .roles: "role"
        case .operators: "operator"
        case .keys: "key"
        }
    }
}
