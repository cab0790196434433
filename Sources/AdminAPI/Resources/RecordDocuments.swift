import KeyManagement
import Keys

extension JSONValue {
    static func time(_ time: WallTime) -> JSONValue { .string(time.description) }
    static func id<Kind>(_ id: ObjectID<Kind>) -> JSONValue { .string(id.description) }
    static func count(_ number: some BinaryInteger) -> JSONValue { .integer(Int64(clamping: number)) }
    static func etag(_ revision: UInt64) -> JSONValue { .string(EntityTag.text(revision: revision)) }
}

extension Project {
    var document: JSONValue {
        .members([
            "id": .id(self.id), "name": .string(self.name), "default_expiry_days": .count(self.expiry.defaultDays),
            "maximum_expiry_days": self.expiry.maximumDays.map(JSONValue.count),
            "unused_key_days": self.unusedKeyDays.map(JSONValue.count), "created_at": .time(self.createdAt),
            "etag": .etag(self.revision),
        ])
    }
}

extension Environment {
    var document: JSONValue {
        .members([
            "id": .id(self.id), "project_id": .id(self.projectID), "name": .string(self.name),
            "tag": .string(self.tag), "admits_foreign_tokens": .bool(self.admitsForeignTokens),
            "created_at": .time(self.createdAt), "etag": .etag(self.revision),
        ])
    }
}

extension Identity {
    var document: JSONValue {
        .members([
            "id": .id(self.id), "project_id": .id(self.projectID), "type": .string(self.category.rawValue),
            "name": .string(self.name), "external_id": self.externalID.map(JSONValue.string),
            "created_at": .time(self.createdAt), "etag": .etag(self.revision),
        ])
    }
}

extension Erased<Identity> {
    var document: JSONValue {
        .members([
            "id": .id(self.person.id), "name": .string(self.person.name), "erased_keys": .count(self.keys),
        ])
    }
}

extension Erased<Operator> {
    var document: JSONValue {
        .members([
            "id": .id(self.person.id), "name": .string(self.person.name), "erased_keys": .count(self.keys),
        ])
    }
}

extension Role {
    var document: JSONValue {
        .members([
            "id": .id(self.id), "project_id": self.isBuiltIn ? nil : .id(self.projectID), "name": .string(self.name),
            "built_in": self.isBuiltIn ? true : nil,
            "permissions": .strings(self.grants.allowed.map(\.description)),
            "denied_permissions": .strings(self.grants.denied.map(\.description)),
            "inherits": .array(self.inherits.map(JSONValue.id)),
            "environments": self.environments.isEmpty ? nil : .array(self.environments.map(JSONValue.id)),
            "maximum_grant_seconds": self.maximumGrantSeconds.map(JSONValue.count),
            "created_at": .time(self.createdAt),
            "etag": .etag(self.revision),
        ])
    }
}

extension Operator {
    func document(at now: WallTime) -> JSONValue {
        let hasExpired = self.expiresAt.map { $0 <= now } ?? false
        let state: JSONValue = self.revokedAt != nil ? "revoked" : hasExpired ? "expired" : "active"
        return .members([
            "id": .id(self.id), "name": .string(self.name), "level": .string(self.level.rawValue),
            "hint": .string(self.hint), "state": state,
            "created_at": .time(self.createdAt), "expires_at": self.expiresAt.map(JSONValue.time),
            "revoked_at": self.revokedAt.map(JSONValue.time), "etag": .etag(self.revision),
        ])
    }
}
