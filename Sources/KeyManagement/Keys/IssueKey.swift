import Auditing
package import Keys
package import Storage

/// Makes a key and shows its token, once.
package struct IssueKey: CreatingOperation {
    package let environmentID: EnvironmentID
    package var name: String
    package var ownerID: IdentityID?
    package var tags: [String] = []
    package var metadata: [String: String] = [:]
    package var roles: [RoleID] = []
    package var grants = Grants()
    package var boundary = Boundary.standard
    package var restrictions = Restrictions()
    package var limits: [LimitPolicy] = []
    package var limitOverrides: [LimitOverride] = []
    /// The moment is that of the act.
    package var credits: Credits?
    package var notBefore: WallTime?
    package var expiry = ExpiryRequest.projectDefault

    package init(environmentID: EnvironmentID, name: String) {
        self.environmentID = environmentID
        self.name = name
    }

    package func perform(in act: Act) throws -> KeyWithToken {
        let environment = try act.reader.existing(self.environmentID)
        let project = try act.reader.existing(environment.projectID)
        let expiry = try self.expiry.resolved(by: project.expiry, at: act.now)
        let id = KeyID(randomBytes: act.tools.randomBytes)
        let (secret, pepperVersion) = try act.mintSecret(
            of: id, prefix: act.tools.settings.tokenPrefix, in: environment.id)
        let version = KeyVersion(
            number: 1, digest: secret.digest, pepperVersion: pepperVersion, hintSuffix: secret.hintSuffix,
            createdAt: act.now)
        var key = KeyRecord(
            id: id, projectID: project.id, environmentID: environment.id, prefix: act.tools.settings.tokenPrefix,
            name: self.name, ownerID: self.ownerID, tags: self.tags, metadata: self.metadata, roles: self.roles,
            grants: self.grants, boundary: self.boundary, restrictions: self.restrictions, limits: self.limits,
            limitOverrides: self.limitOverrides, credits: self.credits.map { $0.given(at: act.now) },
            notBefore: self.notBefore, expiry: expiry, versions: [version], createdAt: act.now,
            createdBy: act.caller.actor.description)
        key.carryTrust(from: nil, at: act.now)
        try KeyCheck.check(key, in: act.reader)
        try act.transaction.insert(key)
        try act.record(.keyIssue, .init(key))
        return try act.show(key, 1, secret)
    }

    package func created(_ output: KeyWithToken) -> CreatedResource {
        .init(output.key.record.id, versionNumber: output.versionNumber)
    }

    package func replay(_ record: IdempotencyRecord, in act: Act) throws -> KeyWithToken {
        guard let id = KeyID(record.resourceID), let key = try act.transaction.key(id) else {
            throw ManagementError.replayLost(record)
        }
        return try act.replaceSecret(ofVersion: record.versionNumber ?? 1, of: key)
    }
}
