import Keys

/// What an endpoint asks of an operator.
enum OperatorPermission: String, Sendable, CaseIterable {
    case projectsRead = "projects:read"
    case projectsWrite = "projects:write"
    case identitiesRead = "identities:read"
    case identitiesWrite = "identities:write"
    case identitiesErase = "identities:erase"
    case rolesRead = "roles:read"
    case rolesWrite = "roles:write"
    case policiesRead = "policies:read"
    case policiesWrite = "policies:write"
    case operatorsRead = "operators:read"
    case operatorsWrite = "operators:write"
    case keysRead = "keys:read"
    case keysWrite = "keys:write"
    case auditRead = "audit:read"
    case requestsRead = "requests:read"
    case findingsRead = "findings:read"
    case upstreamsRead = "upstreams:read"
    case rotationsRead = "rotations:read"
    case rotationsWrite = "rotations:write"

    /// The lowest level that has the permission.
    var level: Operator.Level {
        switch self {
        case .auditRead: .auditor
        case .projectsRead, .identitiesRead, .rolesRead, .policiesRead, .operatorsRead, .keysRead, .requestsRead,
            .findingsRead,
            .upstreamsRead, .rotationsRead:
            .viewer
        case .identitiesWrite, .rolesWrite, .policiesWrite, .keysWrite: .operator
        case .projectsWrite, .operatorsWrite, .identitiesErase, .rotationsWrite: .admin
        }
    }
}
