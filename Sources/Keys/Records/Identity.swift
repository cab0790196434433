/// The accountable owner of keys.
package struct Identity: Hashable, Sendable {
    /// What the owner is.
    package enum Category: String, Sendable, CaseIterable, Hashable {
        case person, service, team
    }

    package let id: IdentityID
    package let projectID: ProjectID
    package var category: Category
    /// Unique in the project; 1 to 128 printable characters.
    package var name: String
    /// The id this owner has elsewhere; at most 256 characters.
    package var externalID: String?
    package let createdAt: WallTime
    package var revision: UInt64

    package init(
        id: IdentityID, projectID: ProjectID, category: Category, name: String, externalID: String? = nil,
        createdAt: WallTime, revision: UInt64 = 1
    ) {
        self.id = id
        self.projectID = projectID
        self.category = category
        self.name = name
        self.externalID = externalID
        self.createdAt = createdAt
        self.revision = revision
    }
}
