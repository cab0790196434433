import Auditing
package import Keys
package import Storage

/// Makes a project. It has no environment yet.
package struct CreateProject: CreatingOperation {
    package static var requiredLevel: Operator.Level { .admin }

    let name: String
    let expiry: ExpiryPolicy
    let unusedKeyDays: UInt32?

    package init(name: String, expiry: ExpiryPolicy = .init(), unusedKeyDays: UInt32? = nil) {
        self.name = name
        self.expiry = expiry
        self.unusedKeyDays = unusedKeyDays
    }

    package func perform(in act: Act) throws -> Project {
        var checks = FieldChecks()
        checks.slug(self.name, "/name")
        checks.expiry(self.expiry)
        checks.unusedKeyDays(self.unusedKeyDays)
        try checks.finish()
        let project = Project(
            id: .init(randomBytes: act.tools.randomBytes), name: self.name, expiry: self.expiry,
            unusedKeyDays: self.unusedKeyDays, createdAt: act.now)
        try act.transaction.insert(project)
        try act.record(.projectCreate, .init(project))
        return project
    }

    package func created(_ output: Project) -> CreatedResource { .init(output.id) }

    package func replay(_ record: IdempotencyRecord, in act: Act) throws -> Project {
        guard let id = ProjectID(record.resourceID), let project = try act.transaction.project(id) else {
            throw ManagementError.replayLost(record)
        }
        return project
    }
}

extension FieldChecks {
    mutating func unusedKeyDays(_ days: UInt32?) {
        let most = UnusedKeyRule.mostDays
        self.require(days.map { (1...most).contains($0) } ?? true, "/unused_key_days", "must be 1 to \(most)")
    }

    mutating func expiry(_ policy: ExpiryPolicy) {
        let longest = ExpiryPolicy.longestDays
        self.require((1...longest).contains(policy.defaultDays), "/default_expiry_days", "must be 1 to \(longest)")
        guard let most = policy.maximumDays else { return }
        self.require((1...longest).contains(most), "/maximum_expiry_days", "must be 1 to \(longest)")
        self.require(
            policy.defaultDays <= most, "/default_expiry_days", "must not be above the maximum of \(most) days")
    }
}
