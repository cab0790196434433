/// A hard wall inside a project: own pepper, own keys. A key of one environment is unknown in another.
package struct Environment: Hashable, Sendable {
    package let id: EnvironmentID
    package let projectID: ProjectID
    /// Unique in the project, `[a-z0-9][a-z0-9-]{0,62}`.
    package var name: String
    /// What its tokens carry after the prefix, `[a-z0-9]{1,16}`; unique in the project.
    package let tag: String
    package let createdAt: WallTime
    /// Whether tokens of another shape than ours are looked up here: those of imported keys (docs/import.md).
    package var admitsForeignTokens: Bool
    package var revision: UInt64

    package init(
        id: EnvironmentID, projectID: ProjectID, name: String, tag: String, createdAt: WallTime,
        admitsForeignTokens: Bool = false, revision: UInt64 = 1
    ) {
        self.id = id
        self.projectID = projectID
        self.name = name
        self.tag = tag
        self.createdAt = createdAt
        self.admitsForeignTokens = admitsForeignTokens
        self.revision = revision
    }
}
