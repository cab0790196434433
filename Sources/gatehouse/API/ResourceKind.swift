import Keys

/// A kind of object: where the API keeps it and what its ids begin with.
enum ResourceKind: String, Sendable {
    case projects, environments, identities, roles, policies, operators, keys

    /// The type prefix of ids.
    var prefix: String {
        switch self {
        case .projects: ProjectKind.prefix
        case .environments: EnvironmentKind.prefix
        case .identities: IdentityKind.prefix
        case .roles: RoleKind.prefix
        case .policies: PolicyKind.prefix
        case .operators: OperatorKind.prefix
        case .keys: KeyKind.prefix
        }
    }

    /// One object, in words.
    var noun: String {
        switch self {
        case .projects: "project"
        case .environments: "environment"
        case .identities: "identity"
        case .roles: "role"
        case .policies: "policy"
        case .operators: "operator"
        case .keys: "key"
        }
    }
}
