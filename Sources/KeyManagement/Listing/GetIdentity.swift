package import Keys

/// Shows one identity.
package struct GetIdentity: ManagementQuery {
    let id: IdentityID

    package init(_ id: IdentityID) { self.id = id }

    package func answer(in inquiry: Inquiry) throws -> Identity { try inquiry.reader.existing(self.id) }
}
