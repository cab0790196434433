package import Keys

/// Shows one project.
package struct GetProject: ManagementQuery {
    let id: ProjectID

    package init(_ id: ProjectID) { self.id = id }

    package func answer(in inquiry: Inquiry) throws -> Project { try inquiry.reader.existing(self.id) }
}
