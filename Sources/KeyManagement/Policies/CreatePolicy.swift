import Auditing
package import Keys
package import Storage

/// Makes a policy. Unless it says otherwise it is in force from the answer on.
package struct CreatePolicy: CreatingOperation {
    package static var requiredLevel: Operator.Level { .operator }

    let environmentID: EnvironmentID
    let name: String
    package var selection = PolicySelection()
    package var mode = PolicyMode.enforce
    package var rolloutPercent: UInt8 = 100
    package var restrictions = Restrictions()
    package var permissions: Grants?
    package var stepUp = StepUp()
    package var limits: [LimitPolicy] = []

    package init(environmentID: EnvironmentID, name: String) {
        self.environmentID = environmentID
        self.name = name
    }

    package func perform(in act: Act) throws -> Policy {
        let environment = try act.reader.existing(self.environmentID)
        let policy = Policy(
            id: .init(randomBytes: act.tools.randomBytes), projectID: environment.projectID,
            environmentID: environment.id, name: self.name, selection: self.selection, mode: self.mode,
            rolloutPercent: self.rolloutPercent, restrictions: self.restrictions, permissions: self.permissions,
            stepUp: self.stepUp, limits: self.limits, createdAt: act.now)
        return try act.create(policy)
    }

    package func created(_ output: Policy) -> CreatedResource { .init(output.id) }

    package func replay(_ record: IdempotencyRecord, in act: Act) throws -> Policy {
        guard let id = PolicyID(record.resourceID), let policy = try act.transaction.policy(id) else {
            throw ManagementError.replayLost(record)
        }
        return policy
    }
}

extension Act {
    func create(_ policy: Policy) throws -> Policy {
        try PolicyCheck.check(policy, in: self.reader)
        try self.transaction.insert(policy)
        try self.record(.policyCreate, .init(policy))
        return policy
    }
}
