import Auditing
package import Keys

/// Changes what is known of an identity. Its keys stay its keys.
package struct UpdateIdentity: ManagementOperation {
    let id: IdentityID
    package var name: String?
    package var category: Identity.Category?
    package var externalID: Patch<String> = .absent

    package init(_ id: IdentityID) { self.id = id }

    package func perform(in act: Act) throws -> Identity {
        let before = try act.reader.existing(self.id)
        try act.require(revision: before.revision)
        var identity = before
        if let name = self.name { identity.name = name }
        if let category = self.category { identity.category = category }
        identity.externalID = self.externalID.applied(to: before.externalID)
        try FieldChecks.check(identity)
        return identity == before ? before : try act.save(identity, replacing: before, .identityUpdate)
    }
}
