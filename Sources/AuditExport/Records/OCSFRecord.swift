import Auditing
import Keys

/// An audit record in the Open Cybersecurity Schema Framework, schema 1.9.0 (schema.ocsf.io): Entity Management 3004,
/// User Management 3007 and Authentication 3002, all of the category Identity & Access Management.
struct OCSFRecord {
    static let schema = "1.9.0"
    private static let category: Int64 = 3

    private let record: AuditRecord
    private let origin: AuditOrigin

    init(_ record: AuditRecord, _ origin: AuditOrigin) {
        self.record = record
        self.origin = origin
    }

    /// The record with all attributes that its class requires, and no empty ones.
    var json: JSONValue {
        let event = OCSFClass(self.record.entry.action.meaning)
        return .members([
            "category_uid": .integer(Self.category), "category_name": .string("Identity & Access Management"),
            "class_uid": .integer(event.uid), "class_name": .string(event.name),
            "activity_id": .integer(event.activity), "activity_name": .string(event.activityName),
            "type_uid": .integer(event.uid * 100 + event.activity),
            "type_name": .string("\(event.name): \(event.activityName)"),
            "time": .integer(self.record.entry.timestamp), "timezone_offset": .integer(0),
            "severity_id": .integer(self.record.severity.ocsfID), "severity": .string(self.record.severity.name),
            "status_id": .integer(self.isAllowed ? 1 : 2), "status": .string(self.isAllowed ? "Success" : "Failure"),
            "status_detail": self.isAllowed ? nil : self.record.entry.reason.map(JSONValue.string),
            "message": .string(self.record.sentence), "metadata": self.metadata,
            "actor": self.actor, "src_endpoint": self.source, "http_request": self.request,
            "unmapped": self.unmapped,
        ]).adding(self.subject(of: event))
    }

    private var isAllowed: Bool { self.record.entry.decision == .allow }

    private var metadata: JSONValue {
        .members([
            "version": .string(Self.schema),
            "product": .object([
                "name": .string(AuditOrigin.product), "vendor_name": .string(AuditOrigin.vendor),
                "version": .string(self.origin.version),
            ]),
            "uid": .string(self.record.leafHash),
            "sequence": .integer(Int64(clamping: self.record.entry.sequence)),
            "event_code": .string(self.record.entry.action.rawValue), "log_name": .string("audit"),
            "log_provider": .string(AuditOrigin.program), "log_version": .string("\(AuditEntry.version)"),
            "original_time": .string(WallTime(milliseconds: self.record.entry.timestamp).description),
            "correlation_uid": self.record.entry.requestID.map(JSONValue.string),
            "tenant_uid": self.record.entry.tenant.map(JSONValue.string),
        ])
    }

    /// What the class asks for beside what all have.
    private func subject(of event: OCSFClass) -> [String: JSONValue?] {
        let object = self.record.entry.object
        switch event.kind {
        case .entity:
            let entity = JSONValue.members([
                "uid": .string(object.id), "type": .string(object.type), "type_id": .integer(99),
                "version": object.version.map { .string("\($0)") },
            ])
            return ["entity": entity, "comment": self.isAllowed ? self.record.entry.reason.map(JSONValue.string) : nil]
        case .user: return ["user": Self.user(object.id, .administrator)]
        case .logon:
            return [
                "user": Self.user(object.id, .administrator),
                "service": .object(["name": .string(AuditOrigin.service)]),
            ]
        }
    }

    private var actor: JSONValue {
        let actor = self.record.entry.actor
        return .members([
            "user": Self.user(actor.id, .init(actorType: actor.type)),
            "session": actor.session.map { .members(["uid": .string($0), "is_mfa": .bool(actor.mfa != nil)]) },
        ])
    }

    private var source: JSONValue? {
        self.record.detail("address").map { .object(["ip": .string($0)]) }
    }

    private var request: JSONValue? {
        guard let id = self.record.entry.requestID else { return nil }
        return .members(["uid": .string(id), "user_agent": self.record.detail("user_agent").map(JSONValue.string)])
    }

    /// What the leaf says and the schema has no place for, under the names of the leaf.
    private var unmapped: JSONValue {
        let entry = self.record.entry
        return .members([
            "details": self.record.details.map { .object($0.values.mapValues(JSONValue.string)) },
            "details_commit": entry.detailsCommitment.map { .string($0.hexadecimal) },
            "mfa": entry.actor.mfa.map(JSONValue.string),
            "new_state_hash": entry.newStateHash.map { .string($0.hexadecimal) },
            "object_type": .string(entry.object.type),
            "object_version": entry.object.version.map { .integer(Int64(clamping: $0)) },
            "prev_state_hash": entry.previousStateHash.map { .string($0.hexadecimal) },
        ])
    }

    private static func user(_ id: String, _ type: OCSFUserType) -> JSONValue {
        .object(["uid": .string(id), "type_id": .integer(type.rawValue), "type": .string(type.name)])
    }
}
