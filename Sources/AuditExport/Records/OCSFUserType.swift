/// Kinds of users in OCSF's `user.type_id`.
enum OCSFUserType: Int64, CaseIterable {
    case user = 1
    case administrator = 2
    case system = 3
    case service = 4

    /// From the type of an audit entry's actor.
    init(actorType: String) {
        switch actorType {
        case "operator", "local": self = .administrator
        case "system": self = .system
        case "key": self = .service
        default: self = .user
        }
    }

    var name: String {
        switch self {
        case .user: "User"
        case .administrator: "Admin"
        case .system: "System"
        case .service: "Service"
        }
    }
}
