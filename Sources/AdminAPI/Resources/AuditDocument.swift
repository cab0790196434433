import Auditing
import Keys

extension StoredAuditEntry {
    /// The entry, and whether what it tells of a person can still be read; not what that is.
    var listed: JSONValue {
        guard self.entry.detailsCommitment != nil else { return self.entry.document }
        return self.entry.document.adding("details_state", self.details == nil ? "erased" : "kept")
    }

    /// The same with its leaf: what is in the tree, byte for byte.
    var shown: JSONValue {
        self.listed.adding("leaf", .string(String(decoding: self.leaf, as: UTF8.self)))
            .adding("leaf_hash", .string(self.leafHash.hexadecimal))
    }
}

extension AuditEntry {
    var document: JSONValue {
        .members([
            "sequence": .count(self.sequence), "recorded_at": .time(.init(milliseconds: self.timestamp)),
            "actor": ["type": .string(self.actor.type), "id": .string(self.actor.id)],
            "action": .string(self.action.rawValue),
            "object": .members([
                "type": .string(self.object.type), "id": .string(self.object.id),
                "version": self.object.version.map(JSONValue.count),
            ]),
            "decision": .string(self.decision.rawValue), "reason": self.reason.map(JSONValue.string),
            "tenant": self.tenant.map(JSONValue.string), "request_id": self.requestID.map(JSONValue.string),
        ])
    }
}
