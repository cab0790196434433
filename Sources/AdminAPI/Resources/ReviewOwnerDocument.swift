import Auditing
import KeyManagement
import Keys

extension ReviewOwner {
    var document: JSONValue {
        .members([
            "identity_id": .id(self.owner.id), "project_id": .id(self.owner.projectID),
            "name": .string(self.owner.name),
            "keys": .count(self.keys), "due": .bool(self.isDue), "due_at": self.dueAt.map(JSONValue.time),
            "last_sign_off": self.lastSignOff.map {
                [
                    "signed_off_at": .time($0.at), "sequence": .integer(Int64(clamping: $0.sequence)),
                    "actor": ["type": .string($0.actor.type), "id": .string($0.actor.id)],
                ]
            },
        ])
    }
}
