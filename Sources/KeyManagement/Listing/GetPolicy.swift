package import Keys

/// Shows one policy.
package struct GetPolicy: ManagementQuery {
    let id: PolicyID

    package init(_ id: PolicyID) { self.id = id }

    package func answer(in inquiry: Inquiry) throws -> Policy { try inquiry.reader.existing(self.id) }
}
