import Keys
import Timekeeping

extension FieldChecks {
    mutating func tags(_ tags: [String]) {
        self.require(tags.count <= KeyRecord.mostTags, "/tags", "must be at most \(KeyRecord.mostTags)")
        self.require(Set(tags).count == tags.count, "/tags", "must not repeat a tag")
        for (index, tag) in tags.prefix(KeyRecord.mostTags).enumerated() {
            self.text(tag, atMost: KeyRecord.longestTag, "/tags/\(index)")
        }
    }

    mutating func metadata(_ metadata: [String: String]) {
        self.require(
            metadata.count <= KeyRecord.mostMetadata, "/metadata", "must have at most \(KeyRecord.mostMetadata) members"
        )
        for (name, value) in metadata.sorted(by: { $0.key < $1.key }).prefix(KeyRecord.mostMetadata) {
            let pointer = "/metadata/\(FieldObjection.escaped(name))"
            self.text(name, atMost: KeyRecord.longestMetadataName, pointer)
            self.require(
                value.unicodeScalars.count <= KeyRecord.longestMetadataValue, pointer,
                "must be at most \(KeyRecord.longestMetadataValue) characters")
        }
    }

    mutating func grants(_ grants: Grants) {
        for (patterns, pointer) in [(grants.allowed, "/permissions"), (grants.denied, "/denied_permissions")] {
            self.require(patterns.count <= Grants.most, pointer, "must be at most \(Grants.most)")
            self.require(Set(patterns).count == patterns.count, pointer, "must not repeat a permission")
        }
    }

    /// The limits of a key, or of a policy, which may have other scopes.
    mutating func limits(
        _ limits: [LimitPolicy], scopes: [LimitPolicy.Scope] = [.key, .identity, .address, .network, .operation],
        mayTrust: Bool = true
    ) {
        self.require(limits.count <= LimitPolicy.most, "/limits", "must be at most \(LimitPolicy.most)")
        self.require(Set(limits.map(\.name)).count == limits.count, "/limits", "must not repeat a name")
        for (index, limit) in limits.prefix(LimitPolicy.most).enumerated() {
            let objection = limit.objection ?? Self.zoneObjection(to: limit)
            self.require(objection == nil, "/limits/\(index)", objection ?? "")
            self.require(
                mayTrust || limit.terms.trusted == nil, "/limits/\(index)/trusted",
                "must not be there: only a limit of a key is raised by trust")
            self.require(
                scopes.contains(limit.scope), "/limits/\(index)/scope",
                "must be \(scopes.map(\.rawValue).joined(separator: ", "))")
        }
    }

    private static func zoneObjection(to limit: LimitPolicy) -> String? {
        guard case .calendar(_, _, let zone) = limit.algorithm, ZoneFiles.system.source.rules(of: zone) == nil else {
            return nil
        }
        return "there is no time zone \(zone)"
    }

    mutating func overrides(_ overrides: [LimitOverride], of limits: [LimitPolicy]) {
        let most = LimitOverride.most
        self.require(overrides.count <= most, "/limit_overrides", "must be at most \(most)")
        let names = Set(overrides.map(\.limit))
        self.require(names.count == overrides.count, "/limit_overrides", "must not name a limit twice")
        for (index, override) in overrides.prefix(most).enumerated() {
            let objection = override.objection(among: limits)
            self.require(objection == nil, "/limit_overrides/\(index)", objection ?? "")
        }
    }

    mutating func credits(_ credits: Credits?) {
        let objection = credits?.objection
        self.require(objection == nil, "/credits", objection ?? "")
    }
}

extension FieldObjection {
    /// A name as it stands in a pointer (RFC 6901, section 3).
    static func escaped(_ name: String) -> String {
        name.prefix(KeyRecord.longestMetadataName).map { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) }.joined()
    }
}
