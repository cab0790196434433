package import Keys

/// Shows one key with its versions, its rotation and who used it.
package struct GetKey: ManagementQuery {
    let id: KeyID

    package init(_ id: KeyID) { self.id = id }

    package func answer(in inquiry: Inquiry) throws -> KeyDetails {
        try .init(try inquiry.reader.existing(self.id), in: inquiry.reader, at: inquiry.now)
    }
}

package struct GetProject: ManagementQuery {
    let id: ProjectID

    package init(_ id: ProjectID) { self.id = id }

    package func answer(in inquiry: Inquiry) throws -> Project { try inquiry.reader.existing(self.id) }
}

package struct GetEnvironment: ManagementQuery {
    let id: EnvironmentID

    package init(_ id: EnvironmentID) { self.id = id }

    package func answer(in inquiry: Inquiry) throws -> Environment { try inquiry.reader.existing(self.id) }
}

package struct GetIdentity: ManagementQuery {
    let id: IdentityID

    package init(_ id: IdentityID) { self.id = id }

    package func answer(in inquiry: Inquiry) throws -> Identity { try inquiry.reader.existing(self.id) }
}

package struct GetRole: ManagementQuery {
    let id: RoleID

    package init(_ id: RoleID) { self.id = id }

    package func answer(in inquiry: Inquiry) throws -> Role { try inquiry.reader.existing(self.id) }
}

package struct GetOperator: ManagementQuery {
    let id: OperatorID

    package init(_ id: OperatorID) { self.id = id }

    package func answer(in inquiry: Inquiry) throws -> Operator { try inquiry.reader.existing(self.id) }
}
