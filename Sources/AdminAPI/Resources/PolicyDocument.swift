import Admission
import DecisionLog
import Keys

extension Policy {
    var document: JSONValue {
        .members([
            "id": .id(self.id), "project_id": .id(self.projectID), "environment_id": .id(self.environmentID),
            "name": .string(self.name), "applies_to": self.selection.document, "mode": .string(self.mode.rawValue),
            "rollout_percent": .count(UInt32(self.rolloutPercent)), "restrictions": self.restrictions.document,
            "permissions": self.permissions.map { grants in
                [
                    "allowed": .strings(grants.allowed.map(\.description)),
                    "denied": .strings(grants.denied.map(\.description)),
                ]
            },
            "step_up": self.stepUp.document, "limits": .array(self.limits.map(\.document)),
            "created_at": .time(self.createdAt), "etag": .etag(self.revision),
        ])
    }
}

extension PolicySelection {
    fileprivate var document: JSONValue {
        .members([
            "roles": .array(self.roles.map(JSONValue.id)), "routes": .strings(self.routes),
            "minimum_sensitivity": self.minimumSensitivity.map { .string($0.rawValue) },
            "keys": .array(self.keys.map(JSONValue.id)),
        ])
    }
}

extension StepUp {
    fileprivate var document: JSONValue {
        .members([
            "certificate": .bool(self.certificate),
            "grant_within_seconds": self.grantWithinSeconds.map(JSONValue.count), "second_key": .bool(self.secondKey),
        ])
    }
}

extension TimedGrant {
    var document: JSONValue {
        [
            "number": .count(self.number), "roles": .array(self.roles.map(JSONValue.id)),
            "permissions": .strings(self.permissions.map(\.description)), "starts_at": .time(self.startsAt),
            "expires_at": .time(self.endsAt), "reason": .string(self.reason), "granted_by": .string(self.grantedBy),
        ]
    }
}

extension ShadowReport.Standing {
    /// What a policy said, in the terms of the policy as it is now; `nil` when it is gone.
    func document(_ id: PolicyID, of policy: Policy?) -> JSONValue {
        .members([
            "policy_id": .id(id), "name": policy.map { .string($0.name) },
            "mode": policy.map { .string($0.mode.rawValue) }, "requests": .count(self.asked),
            "would_refuse": .count(self.refused),
            "findings": .array(self.findings.map { $0.document(of: policy) }),
        ])
    }

    /// What a limit in shadow said that no policy carries. `limit`: its name now; `nil` when it is gone.
    func document(limit: String?) -> JSONValue {
        let (carrier, key, route, position): (String, KeyID?, String?, Int)
        switch self.subject {
        case .policy: return .null
        case .key(let id, let place): (carrier, key, route, position) = ("key", id, nil, place)
        case .route(let name, let place): (carrier, key, route, position) = ("route", nil, name, place)
        case .gateway(let place): (carrier, key, route, position) = ("gateway", nil, nil, place)
        }
        return .members([
            "carrier": .string(carrier), "key_id": key.map { .id($0) }, "route": route.map(JSONValue.string),
            "limit": limit.map(JSONValue.string), "position": .count(position), "requests": .count(self.asked),
            "would_refuse": .count(self.refused),
            "findings": .array(self.findings.map { $0.document(of: nil) }),
        ])
    }
}

extension ShadowReport.Finding {
    fileprivate func document(of policy: Policy?) -> JSONValue {
        let limit = self.limit.flatMap { index in
            policy.flatMap { $0.limits.indices.contains(index) ? $0.limits[index].name : nil }
        }
        return .members([
            "key_id": self.keyID.map { .id($0) }, "code": .string("\(self.reason.code)"),
            "limit": limit.map(JSONValue.string), "requests": .count(self.requests),
            "last_request_id": .id(self.lastRequestID), "last_seen_at": .time(self.lastAt),
        ])
    }
}
