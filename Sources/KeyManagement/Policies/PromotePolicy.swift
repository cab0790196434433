import Auditing
package import Keys
import Storage

/// Takes a policy over into another environment of its project: as a new one, or into the one of the same name there.
///
/// It arrives in shadow unless the caller says otherwise: what was right in one environment is first looked at in the next.
/// A policy in force is not lifted by the way: over one the caller has to say what it is to do.
package struct PromotePolicy: ManagementOperation {
    let id: PolicyID
    let environmentID: EnvironmentID
    /// What it does there; `nil` for shadow.
    package var mode: PolicyMode?
    package var rolloutPercent: UInt8 = 100

    package init(_ id: PolicyID, to environment: EnvironmentID) {
        self.id = id
        self.environmentID = environment
    }

    package func perform(in act: Act) throws -> Policy {
        let source = try act.reader.existing(self.id)
        try act.require(revision: source.revision)
        let target = try act.reader.existing(self.environmentID)
        var checks = FieldChecks()
        checks.require(
            target.projectID == source.projectID, "/environment_id", "must name an environment of the policy's project")
        checks.require(target.id != source.environmentID, "/environment_id", "is the one it is in")
        checks.require(
            source.selection.keys.isEmpty, "/environment_id",
            "cannot take over a policy for single keys: those are of one environment")
        try checks.finish()
        guard let before = try act.reader.policy(named: source.name, in: target.id) else {
            return try act.create(self.promoted(source, as: .init(randomBytes: act.tools.randomBytes), at: act.now))
        }
        guard self.mode != nil || before.mode != .enforce else {
            throw ManagementError.invalid(
                "/mode", "must be said: the policy is in force there, and shadow would lift it")
        }
        var policy = self.promoted(source, as: before.id, at: before.createdAt)
        policy.revision = before.revision
        try PolicyCheck.check(policy, in: act.reader)
        return policy == before ? before : try act.save(policy, replacing: before, .policyUpdate)
    }

    private func promoted(_ source: Policy, as id: PolicyID, at moment: WallTime) -> Policy {
        Policy(
            id: id, projectID: source.projectID, environmentID: self.environmentID, name: source.name,
            selection: source.selection, mode: self.mode ?? .shadow, rolloutPercent: self.rolloutPercent,
            restrictions: source.restrictions, permissions: source.permissions, stepUp: source.stepUp,
            limits: source.limits, createdAt: moment)
    }
}
