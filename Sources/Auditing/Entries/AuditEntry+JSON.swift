import Cryptography
import Keys

extension AuditEntry {
    /// The fields of the leaf.
    package var json: JSONValue {
        .object([
            "v": .integer(Self.version),
            "seq": .integer(Int64(clamping: self.sequence)),
            "ts": .integer(self.timestamp),
            "tenant": .init(self.tenant),
            "actor": .object([
                "type": .string(self.actor.type), "id": .string(self.actor.id), "session": .init(self.actor.session),
                "mfa": .init(self.actor.mfa),
            ]),
            "action": .string(self.action.rawValue),
            "object": .object([
                "type": .string(self.object.type), "id": .string(self.object.id),
                "version": self.object.version.map { .integer(Int64(clamping: $0)) } ?? .null,
            ]),
            "decision": .string(self.decision.rawValue),
            "reason": .init(self.reason),
            "request_id": .init(self.requestID),
            "prev_state_hash": .init(self.previousStateHash?.hexadecimal),
            "new_state_hash": .init(self.newStateHash?.hexadecimal),
            "enc_ctx": self.encryptionContext.map(Self.json) ?? .null,
            "details_commit": .init(self.detailsCommitment?.hexadecimal),
        ])
    }

    private static func json(_ context: AssociatedContext) -> JSONValue {
        .object([
            "tenant": .string(context.tenant), "object_type": .string(context.objectType),
            "object_id": .string(context.objectID),
            "object_version": .integer(Int64(clamping: context.objectVersion)),
            "purpose": .string(context.purpose), "key_id": .string(context.keyID),
        ])
    }

    /// Reads a leaf; refuses anything that would not be written the same way.
    package init(leaf: [UInt8]) throws(AuditingError) {
        let json = try JSONValue(canonical: leaf)
        guard let entry = Self(json: json), entry.json == json else {
            throw .init(.leafMalformed, "malformed audit leaf: fields are missing, unknown or of another type")
        }
        self = entry
    }

    private init?(json: JSONValue) {
        guard json["v"]?.integer == Self.version, let sequence = json["seq"]?.integer, sequence >= 0,
            let timestamp = json["ts"]?.integer,
            let actor = json["actor"], let actorType = actor["type"]?.text, let actorID = actor["id"]?.text,
            let action = json["action"]?.text.flatMap(AuditAction.init(rawValue:)),
            let object = json["object"], let objectType = object["type"]?.text, let objectID = object["id"]?.text,
            let decision = json["decision"]?.text.flatMap(Decision.init(rawValue:))
        else { return nil }
        self.init(
            sequence: UInt64(sequence), timestamp: timestamp, tenant: json["tenant"]?.text,
            actor: .init(
                type: actorType, id: actorID, session: actor["session"]?.text, mfa: actor["mfa"]?.text),
            action: action,
            object: .init(
                type: objectType, id: objectID, version: object["version"]?.integer.flatMap(UInt64.init(exactly:))),
            decision: decision, reason: json["reason"]?.text, requestID: json["request_id"]?.text,
            previousStateHash: json["prev_state_hash"]?.text.flatMap(Digest256.init(hexadecimal:)),
            newStateHash: json["new_state_hash"]?.text.flatMap(Digest256.init(hexadecimal:)),
            encryptionContext: json["enc_ctx"].flatMap(Self.context),
            detailsCommitment: json["details_commit"]?.text.flatMap(Digest256.init(hexadecimal:)))
    }

    private static func context(_ json: JSONValue) -> AssociatedContext? {
        guard let tenant = json["tenant"]?.text, let objectType = json["object_type"]?.text,
            let objectID = json["object_id"]?.text,
            let version = json["object_version"]?.integer.flatMap(UInt64.init(exactly:)),
            let purpose = json["purpose"]?.text, let keyID = json["key_id"]?.text
        else { return nil }
        return .init(
            tenant: tenant, objectType: objectType, objectID: objectID, objectVersion: version, purpose: purpose,
            keyID: keyID)
    }
}
