import KeyManagement
import Keys

/// Reads what a caller says of a key.
enum KeyFields {
    static let tags = Field<[String]>.list(KeyRecord.mostTags, of: .word(KeyRecord.longestTag))
    static let routes = Field<[String]>.list(
        KeyRecord.mostWithdrawnRoutes, of: .text(PolicySelection.longestRoute))
    static let roles = Field<[RoleID]>.list(KeyRecord.mostRoles, of: Field<RoleID>.id())
    static let patterns = Field<[PermissionPattern]>.list(Grants.most, of: Field<PermissionPattern>.permission)
    static let limits = Field<[LimitPolicy]>.list(LimitPolicy.most, of: .keyLimit)
    private static let overrides = Field<[LimitOverride]>.list(LimitOverride.most, of: .override)

    /// A key to issue.
    static func issue(_ body: inout ObjectReader, at now: WallTime) throws -> IssueKey {
        let environment = body.required("environment_id", Field<EnvironmentID>.id())
        let name = body.required("name", .text(KeyRecord.longestName))
        let owner = body.optional("owner_id", Field<IdentityID>.id())
        let tags = body.optional("tags", Self.tags) ?? []
        let metadata = body.optional("metadata", Self.metadata) ?? [:]
        let roles = body.optional("roles", Self.roles) ?? []
        let grants = Grants(
            allowed: body.optional("permissions", Self.patterns) ?? [],
            denied: body.optional("denied_permissions", Self.patterns) ?? [])
        let boundary = body.optional("boundary", Field<Boundary>.choice) ?? .standard
        let restrictions = body.optional("restrictions", .restrictions) ?? .init()
        let limits = body.optional("limits", Self.limits) ?? []
        let overrides = body.optional("limit_overrides", Self.overrides) ?? []
        let credits = body.optional("credits", .credits)
        let start = body.optional("starts_at", .time)
        let expiry = body.keyExpiry(at: now) ?? .projectDefault
        try body.finish()
        var operation = IssueKey(environmentID: try environment.get(), name: try name.get())
        operation.ownerID = owner
        operation.tags = tags
        operation.metadata = metadata.compactMapValues(\.self)
        operation.roles = roles
        operation.grants = grants
        operation.boundary = boundary
        operation.restrictions = restrictions
        operation.limits = limits
        operation.limitOverrides = overrides
        operation.credits = credits
        operation.notBefore = start
        operation.expiry = expiry
        return operation
    }

    /// Changes to a key.
    static func update(_ id: KeyID, _ body: inout ObjectReader, at now: WallTime) throws -> UpdateKey {
        var operation = UpdateKey(id)
        operation.name = body.change("name", .text(KeyRecord.longestName))
        operation.ownerID = body.patch("owner_id", Field<IdentityID>.id())
        operation.tags = body.changed("tags", Self.tags)
        operation.metadata = body.changed("metadata", Self.metadataPatch)
        operation.roles = body.changed("roles", Self.roles)
        operation.allowed = body.changed("permissions", Self.patterns)
        operation.denied = body.changed("denied_permissions", Self.patterns)
        operation.boundary = body.change("boundary", Field<Boundary>.choice)
        operation.withdrawnRoutes = body.changed("withdrawn_routes", Self.routes)
        operation.restrictions = body.patch("restrictions", .restrictions)
        operation.limits = body.changed("limits", Self.limits)
        operation.limitOverrides = body.changed("limit_overrides", Self.overrides)
        operation.credits = body.patch("credits", .credits)
        operation.notBefore = body.patch("starts_at", .time)
        operation.expiry = body.keyExpiry(at: now)
        try body.finish()
        return operation
    }

    static let metadata = Self.members(allowsNull: false)
    private static let metadataPatch = Self.members(allowsNull: true)

    private static func members(allowsNull: Bool) -> Field<[String: String?]> {
        .object { value, pointer throws(FieldFaults) in
            guard case .object(let members) = value else {
                throw .init(pointer, .wrongType, "an object is wanted, not \(value.kind)")
            }
            guard members.count <= KeyRecord.mostMetadata else {
                throw .init(pointer, .outOfRange, "at most \(KeyRecord.mostMetadata) members are allowed")
            }
            var metadata: [String: String?] = [:]
            for member in members {
                let place = ObjectReader.join(pointer, member.name)
                _ = try Field<String>.word(KeyRecord.longestMetadataName).read(.string(member.name), place)
                if allowsNull, member.value == .null {
                    metadata[member.name] = .some(nil)
                } else {
                    metadata[member.name] = try Field<String>.text(KeyRecord.longestMetadataValue)
                        .read(member.value, place)
                }
            }
            return metadata
        }
    }
}

extension ObjectReader {
    /// A member of a merge patch that is given as a whole or left alone.
    fileprivate mutating func changed<Value: Sendable>(_ name: String, _ field: Field<Value>) -> Patch<Value> {
        self.change(name, field).map(Patch.value) ?? .absent
    }
}
