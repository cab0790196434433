import Auditing
package import Keys

/// Changes a policy, and with it what every key it is about is held to. The caller must name the revision it changes.
package struct UpdatePolicy: ManagementOperation {
    let id: PolicyID
    package var name: String?
    package var selection: Patch<PolicySelection> = .absent
    package var mode: PolicyMode?
    package var rolloutPercent: UInt8?
    package var restrictions: Patch<Restrictions> = .absent
    package var permissions: Patch<Grants> = .absent
    package var stepUp: Patch<StepUp> = .absent
    package var limits: Patch<[LimitPolicy]> = .absent

    package init(_ id: PolicyID) { self.id = id }

    package func perform(in act: Act) throws -> Policy {
        let before = try act.reader.existing(self.id)
        try act.require(revision: before.revision, isMandatory: true)
        var policy = before
        if let name = self.name { policy.name = name }
        policy.selection = self.selection.applied(to: policy.selection, orDefault: .init())
        if let mode = self.mode { policy.mode = mode }
        if let percent = self.rolloutPercent { policy.rolloutPercent = percent }
        policy.restrictions = self.restrictions.applied(to: policy.restrictions, orDefault: .init())
        policy.permissions = self.permissions.applied(to: policy.permissions)
        policy.stepUp = self.stepUp.applied(to: policy.stepUp, orDefault: .init())
        policy.limits = self.limits.applied(to: policy.limits, orDefault: [])
        try PolicyCheck.check(policy, in: act.reader)
        return policy == before ? before : try act.save(policy, replacing: before, .policyUpdate)
    }
}
