package import Keys

/// Shows one role.
package struct GetRole: ManagementQuery {
    let id: RoleID

    package init(_ id: RoleID) { self.id = id }

    package func answer(in inquiry: Inquiry) throws -> Role { try inquiry.reader.existing(self.id) }
}
