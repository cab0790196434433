import Auditing
package import Keys
package import Storage

/// Makes a role.
package struct CreateRole: CreatingOperation {
    let projectID: ProjectID
    let name: String
    let grants: Grants
    let inherits: [RoleID]
    package var environments: [EnvironmentID] = []
    package var maximumGrantSeconds: UInt32?

    package init(projectID: ProjectID, name: String, grants: Grants, inherits: [RoleID] = []) {
        self.projectID = projectID
        self.name = name
        self.grants = grants
        self.inherits = inherits
    }

    package func perform(in act: Act) throws -> Role {
        _ = try act.reader.existing(self.projectID)
        let role = Role(
            id: .init(randomBytes: act.tools.randomBytes), projectID: self.projectID, name: self.name,
            grants: self.grants, inherits: self.inherits, environments: self.environments,
            maximumGrantSeconds: self.maximumGrantSeconds, createdAt: act.now)
        try RoleCheck.check(role, in: act.reader)
        try act.transaction.insert(role)
        try act.record(.roleCreate, .init(role))
        return role
    }

    package func created(_ output: Role) -> CreatedResource { .init(output.id) }

    package func replay(_ record: IdempotencyRecord, in act: Act) throws -> Role {
        guard let id = RoleID(record.resourceID), let role = try act.transaction.role(id) else {
            throw ManagementError.replayLost(record)
        }
        return role
    }
}
