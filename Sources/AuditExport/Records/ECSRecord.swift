import Auditing
import Keys

/// An audit record in the Elastic Common Schema 8.17 (elastic.co, "ECS reference"). What the schema has no field for
/// stands under `gatehouse.audit`, as the schema's rules for custom fields ask.
struct ECSRecord {
    static let schema = "8.17.0"

    private let record: AuditRecord
    private let origin: AuditOrigin

    init(_ record: AuditRecord, _ origin: AuditOrigin) {
        self.record = record
        self.origin = origin
    }

    var json: JSONValue {
        .members([
            "@timestamp": .string(WallTime(milliseconds: self.record.entry.timestamp).description),
            "ecs": .object(["version": .string(Self.schema)]),
            "message": .string(self.record.sentence),
            "event": self.event,
            "service": .object([
                "name": .string(AuditOrigin.program), "type": .string(AuditOrigin.program),
                "version": .string(self.origin.version),
            ]),
            "user": self.user,
            "source": self.record.detail("address").map { .object(["address": .string($0), "ip": .string($0)]) },
            "user_agent": self.record.detail("user_agent").map { .object(["original": .string($0)]) },
            "http": self.record.entry.requestID.map { .object(["request": .object(["id": .string($0)])]) },
            "related": self.related,
            "gatehouse": .object(["audit": self.audit]),
        ])
    }

    private var event: JSONValue {
        let (categories, types) = Self.categories(of: self.record.entry.action.meaning.kind)
        return .members([
            "kind": .string("event"), "category": .array(categories.map(JSONValue.string)),
            "type": .array(types.map(JSONValue.string)),
            "action": .string(self.record.entry.action.rawValue),
            "outcome": .string(self.record.entry.decision == .allow ? "success" : "failure"),
            "sequence": .integer(Int64(clamping: self.record.entry.sequence)),
            "id": .string(self.record.leafHash), "hash": .string(self.record.leafHash),
            "severity": .integer(self.record.severity.ocsfID),
            "reason": self.record.entry.reason.map(JSONValue.string),
            "module": .string(AuditOrigin.program), "dataset": .string("gatehouse.audit"),
            "provider": .string(AuditOrigin.program),
        ])
    }

    /// The allowed values of `event.category`, with types that it expects.
    private static func categories(of kind: ActionMeaning.Kind) -> ([String], [String]) {
        switch kind {
        case .entity(.create): (["iam"], ["creation"])
        case .entity(.delete): (["iam"], ["deletion"])
        case .entity(.other): (["iam"], ["info"])
        case .entity(.update), .entity(.activate), .entity(.suspend), .entity(.resume): (["iam"], ["change"])
        case .user(.create): (["iam"], ["user", "creation"])
        case .user(.update): (["iam"], ["user", "change"])
        case .user(.delete): (["iam"], ["user", "deletion"])
        case .logon: (["authentication"], ["start"])
        }
    }

    private var user: JSONValue {
        let target = self.targetsUser ? self.record.entry.object.id : nil
        return .members([
            "id": .string(self.record.entry.actor.id),
            "target": target.map { .object(["id": .string($0)]) },
        ])
    }

    private var targetsUser: Bool {
        switch self.record.entry.action.meaning.kind {
        case .entity: false
        case .user, .logon: true
        }
    }

    private var related: JSONValue {
        let entry = self.record.entry
        let users = [entry.actor.id] + (self.targetsUser && entry.object.id != entry.actor.id ? [entry.object.id] : [])
        return .members([
            "user": .array(users.map(JSONValue.string)),
            "ip": self.record.detail("address").map { .array([.string($0)]) },
        ])
    }

    private var audit: JSONValue {
        let entry = self.record.entry
        return .members([
            "actor": .members([
                "type": .string(entry.actor.type), "session": entry.actor.session.map(JSONValue.string),
                "mfa": entry.actor.mfa.map(JSONValue.string),
            ]),
            "object": .members([
                "type": .string(entry.object.type), "id": .string(entry.object.id),
                "version": entry.object.version.map { .integer(Int64(clamping: $0)) },
            ]),
            "tenant": entry.tenant.map(JSONValue.string),
            "details": self.record.details.map { .object($0.values.mapValues(JSONValue.string)) },
            "details_commit": entry.detailsCommitment.map { .string($0.hexadecimal) },
            "prev_state_hash": entry.previousStateHash.map { .string($0.hexadecimal) },
            "new_state_hash": entry.newStateHash.map { .string($0.hexadecimal) },
        ])
    }
}
