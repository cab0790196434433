/// What an act means to other systems: its place in their classes.
struct ActionMeaning: Hashable, Sendable {
    /// What kind of act it is.
    enum Kind: Hashable, Sendable {
        /// Something that is managed here came, changed or went.
        case entity(EntityActivity)
        /// Someone who may administrate came, changed or went.
        case user(UserActivity)
        /// Someone showed who they are.
        case logon
    }

    /// Activities of OCSF's Entity Management, by their ids.
    enum EntityActivity: Int64, Hashable, Sendable, CaseIterable {
        case create = 1
        case update = 3
        case delete = 4
        case activate = 10
        case suspend = 12
        case resume = 13
        /// Of a name of our own.
        case other = 99
    }

    /// Activities of OCSF's User Management, by their ids.
    enum UserActivity: Int64, Hashable, Sendable, CaseIterable {
        case create = 1
        case update = 2
        case delete = 3
    }

    /// A few words for people: `Key issued`.
    let title: String
    let kind: Kind
    let severity: AuditSeverity

    init(_ title: String, _ kind: Kind, _ severity: AuditSeverity = .informational) {
        self.title = title
        self.kind = kind
        self.severity = severity
    }
}
