import KeyManagement
import Keys

extension KeyDetails {
    var document: JSONValue {
        .object(
            JSONValue.members(self.identity).members + JSONValue.members(self.rights).members
                + JSONValue.members(self.life).members)
    }

    private var identity: KeyValuePairs<String, JSONValue?> {
        [
            "id": .id(self.record.id), "project_id": .id(self.record.projectID),
            "environment_id": .id(self.record.environmentID), "name": .string(self.record.name),
            "hint": .string(self.hint), "state": .string(self.status.rawValue),
            "state_change": self.record.stateChange?.document,
            "revokes_at": self.record.revokesAt.map(JSONValue.time),
            "suspends_at": self.suspendsAt.map(JSONValue.time),
            "owner": self.owner.map { ["type": .string($0.category.rawValue), "id": .id($0.id)] },
            "tags": .strings(self.record.tags),
            "metadata": .object(
                self.record.metadata.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: .string($0.value)) }),
        ]
    }

    private var rights: KeyValuePairs<String, JSONValue?> {
        [
            "roles": .array(self.record.roles.map(JSONValue.id)),
            "permissions": .strings(self.record.grants.allowed.map(\.description)),
            "denied_permissions": .strings(self.record.grants.denied.map(\.description)),
            "boundary": .string(self.record.boundary.rawValue),
            "grants": self.record.timedGrants.isEmpty ? nil : .array(self.record.timedGrants.map(\.document)),
            "withdrawn_routes":
                self.record.withdrawnRoutes.isEmpty ? nil : .strings(self.record.withdrawnRoutes),
            "restrictions": self.record.restrictions.document,
            "limits": .array(self.record.limits.map(\.document)),
            "limit_overrides": self.record.limitOverrides.isEmpty
                ? nil : .array(self.record.limitOverrides.map(\.document)),
            "credits": self.record.credits?.document,
        ]
    }

    private var life: KeyValuePairs<String, JSONValue?> {
        var reason: JSONValue?
        if case .never(let text) = self.record.expiry { reason = .string(text) }
        return [
            "starts_at": self.record.notBefore.map(JSONValue.time),
            "expires_at": self.record.expiry.date.map(JSONValue.time),
            "never_expires": .bool(self.record.expiry.date == nil), "never_expires_reason": reason,
            "versions": .array(self.versions.map(self.version)),
            "rotation": self.rotation?.document(of: self.record.id), "created_at": .time(self.record.createdAt),
            "created_by": .string(self.record.createdBy), "imported": self.imported?.document,
            "last_used": self.lastUse?.document,
            "etag": .etag(self.record.revision),
        ]
    }

    private func version(_ details: VersionDetails) -> JSONValue {
        let version = details.version
        let hint = TokenHint.text(
            prefix: self.record.prefix, tag: self.tag, id: self.record.id, suffix: version.hintSuffix)
        return .members([
            "number": .count(version.number), "state": .string(details.state.rawValue),
            "hint": .string(hint),
            "created_at": .time(version.createdAt), "ends_at": version.notAfter.map(JSONValue.time),
            "first_used_at": version.firstUsedAt.map(JSONValue.time),
            "revoked_at": version.revokedAt.map(JSONValue.time), "last_used": details.lastUse?.document,
            "is_nested": version.isNested ? .bool(true) : nil,
        ])
    }
}

extension StateChange {
    var document: JSONValue {
        .members([
            "actor": .string(self.actor), "changed_at": .time(self.at),
            "reason": self.reason.isEmpty ? nil : .string(self.reason),
        ])
    }
}

extension VersionUsage {
    var document: JSONValue {
        [
            "last_used_at": .time(self.at), "address": .string(self.address.description),
            "user_agent": .string(self.userAgent.filter { $0 != "\0" }), "route": .string(self.route),
        ]
    }
}
