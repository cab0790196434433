import KeyManagement
import Keys

/// Reads what a caller says of a policy.
enum PolicyFields {
    private static let limits = Field<[LimitPolicy]>.list(
        LimitPolicy.most, of: .limit(of: LimitPolicy.Scope.allCases, standard: .key))
    private static let patterns = Field<[PermissionPattern]>.list(Grants.most, of: Field<PermissionPattern>.permission)

    private static let restrictions = Field<Restrictions>.restrictions(mostRanges: Restrictions.mostSharedRanges)

    static func create(_ body: inout ObjectReader) throws -> CreatePolicy {
        let environment = body.required("environment_id", Field<EnvironmentID>.id())
        let name = body.required("name", .label)
        let selection = body.optional("applies_to", Self.selection)
        let mode = body.optional("mode", Field<PolicyMode>.choice)
        let percent = body.optional("rollout_percent", .integer(0...100))
        let restrictions = body.optional("restrictions", Self.restrictions)
        let permissions = body.optional("permissions", Self.grants)
        let stepUp = body.optional("step_up", Self.stepUp)
        let limits = body.optional("limits", Self.limits)
        try body.finish()
        var operation = CreatePolicy(environmentID: try environment.get(), name: try name.get())
        if let selection { operation.selection = selection }
        if let mode { operation.mode = mode }
        if let percent { operation.rolloutPercent = UInt8(percent) }
        if let restrictions { operation.restrictions = restrictions }
        operation.permissions = permissions
        if let stepUp { operation.stepUp = stepUp }
        if let limits { operation.limits = limits }
        return operation
    }

    static func update(_ id: PolicyID, _ body: inout ObjectReader) throws -> UpdatePolicy {
        var operation = UpdatePolicy(id)
        operation.name = body.change("name", .label)
        operation.selection = body.patch("applies_to", Self.selection)
        operation.mode = body.change("mode", Field<PolicyMode>.choice)
        operation.rolloutPercent = body.change("rollout_percent", .integer(0...100)).map { UInt8($0) }
        operation.restrictions = body.patch("restrictions", Self.restrictions)
        operation.permissions = body.patch("permissions", Self.grants)
        operation.stepUp = body.patch("step_up", Self.stepUp)
        operation.limits = body.patch("limits", Self.limits)
        try body.finish()
        return operation
    }

    private static let selection = Field<PolicySelection>.object { value, pointer throws(FieldFaults) in
        var reader = try ObjectReader(value, at: pointer)
        let roles = reader.optional("roles", Field<[RoleID]>.list(PolicySelection.mostRoles, of: Field<RoleID>.id()))
        let routes = reader.optional(
            "routes", Field<[String]>.list(PolicySelection.mostRoutes, of: .text(PolicySelection.longestRoute)))
        let sensitivity = reader.optional("minimum_sensitivity", Field<Sensitivity>.choice)
        let keys = reader.optional("keys", Field<[KeyID]>.list(PolicySelection.mostKeys, of: Field<KeyID>.id()))
        try reader.finish()
        return .init(roles: roles ?? [], routes: routes ?? [], minimumSensitivity: sensitivity, keys: keys ?? [])
    }

    /// What is let at most: with denials alone, everything else.
    private static let grants = Field<Grants>.object { value, pointer throws(FieldFaults) in
        var reader = try ObjectReader(value, at: pointer)
        let allowed = reader.optional("allowed", Self.patterns)
        let denied = reader.optional("denied", Self.patterns) ?? []
        if !reader.has("allowed"), !reader.has("denied") {
            reader.fault("allowed", .missing, "name what is allowed at most, or what is denied")
        }
        try reader.finish()
        return .init(allowed: allowed ?? PermissionPattern("**:*").map { [$0] } ?? [], denied: denied)
    }

    private static let stepUp = Field<StepUp>.object { value, pointer throws(FieldFaults) in
        var reader = try ObjectReader(value, at: pointer)
        let certificate = reader.optional("certificate", .flag) ?? false
        let grant = reader.optional("grant_within_seconds", .integer(1...StepUp.longestGrantAge))
        let secondKey = reader.optional("second_key", .flag) ?? false
        try reader.finish()
        return .init(certificate: certificate, grantWithinSeconds: grant, secondKey: secondKey)
    }
}
