import Auditing
package import Keys
package import Storage

/// Makes an identity that can own keys.
package struct CreateIdentity: CreatingOperation {
    let projectID: ProjectID
    let category: Identity.Category
    let name: String
    let externalID: String?

    package init(projectID: ProjectID, category: Identity.Category, name: String, externalID: String? = nil) {
        self.projectID = projectID
        self.category = category
        self.name = name
        self.externalID = externalID
    }

    package func perform(in act: Act) throws -> Identity {
        _ = try act.reader.existing(self.projectID)
        let identity = Identity(
            id: .init(randomBytes: act.tools.randomBytes), projectID: self.projectID, category: self.category,
            name: self.name, externalID: self.externalID, createdAt: act.now)
        try FieldChecks.check(identity)
        try act.transaction.insert(identity)
        try act.record(.identityCreate, .init(identity))
        return identity
    }

    package func created(_ output: Identity) -> CreatedResource { .init(output.id) }

    package func replay(_ record: IdempotencyRecord, in act: Act) throws -> Identity {
        guard let id = IdentityID(record.resourceID), let identity = try act.transaction.identity(id) else {
            throw ManagementError.replayLost(record)
        }
        return identity
    }
}

extension FieldChecks {
    static let longestExternalID = 256

    static func check(_ identity: Identity) throws(ManagementError) {
        var checks = FieldChecks()
        checks.text(identity.name, atMost: KeyRecord.longestName, "/name")
        if let externalID = identity.externalID {
            checks.text(externalID, atMost: Self.longestExternalID, "/external_id")
        }
        try checks.finish()
    }
}
