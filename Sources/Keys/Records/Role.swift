/// Named permissions, which may inherit those of other roles.
package struct Role: Hashable, Sendable {
    /// Most roles one role inherits from directly.
    package static let mostInherited = 16
    /// Most environments that a role is narrowed to.
    package static let mostEnvironments = 32

    package let id: RoleID
    package let projectID: ProjectID
    /// Unique in the project, `[a-z0-9][a-z0-9-]{0,62}`.
    package var name: String
    package var grants: Grants
    package var inherits: [RoleID]
    /// The environments of the project that it counts in; empty for all. In others it neither grants nor denies.
    package var environments: [EnvironmentID]
    /// When present, the role is held by time-boxed grants alone, none longer than so many seconds.
    package var maximumGrantSeconds: UInt32?
    package let createdAt: WallTime
    package var revision: UInt64

    package init(
        id: RoleID, projectID: ProjectID, name: String, grants: Grants, inherits: [RoleID] = [],
        environments: [EnvironmentID] = [], maximumGrantSeconds: UInt32? = nil, createdAt: WallTime,
        revision: UInt64 = 1
    ) {
        self.id = id
        self.projectID = projectID
        self.name = name
        self.grants = grants
        self.inherits = inherits
        self.environments = environments
        self.maximumGrantSeconds = maximumGrantSeconds
        self.createdAt = createdAt
        self.revision = revision
    }

    /// Whether it is held back by more than what it grants.
    package var isNarrowed: Bool { !self.environments.isEmpty || self.maximumGrantSeconds != nil }

    /// Whether it counts in that environment.
    package func counts(in environment: EnvironmentID) -> Bool {
        self.environments.isEmpty || self.environments.contains(environment)
    }
}
