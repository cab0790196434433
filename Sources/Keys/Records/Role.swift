/// Named permissions, which may inherit those of other roles.
package struct Role: Hashable, Sendable {
    /// Most roles one role inherits from directly.
    package static let mostInherited = 16

    package let id: RoleID
    package let projectID: ProjectID
    /// Unique in the project, `[a-z0-9][a-z0-9-]{0,62}`.
    package var name: String
    package var grants: Grants
    package var inherits: [RoleID]
    package let createdAt: WallTime
    package var revision: UInt64

    package init(
        id: RoleID, projectID: ProjectID, name: String, grants: Grants, inherits: [RoleID] = [], createdAt: WallTime,
        revision: UInt64 = 1
    ) {
        self.id = id
        self.projectID = projectID
        self.name = name
        self.grants = grants
        self.inherits = inherits
        self.createdAt = createdAt
        self.revision = revision
    }
}
