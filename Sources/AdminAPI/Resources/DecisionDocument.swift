import Admission
import DecisionLog
import Keys

extension DecisionRecord {
    var document: JSONValue {
        let facts: KeyValuePairs<String, JSONValue?> = [
            "request_id": .id(self.requestID), "received_at": .time(self.at),
            "surface": .string(self.surface.description),
            "outcome": self.isAdmitted ? "admit" : "refuse", "status": .count(self.status),
            "phase": .string(self.phase.description), "reason": self.reason.map { .string($0.label) },
            "code": self.reason.map { .string($0.code.description) },
            "title": self.reason.map { .string($0.title.description) },
        ]
        return .object(
            JSONValue.members(facts).members + JSONValue.members(self.request).members
                + JSONValue.members(self.measures).members)
    }

    private var request: KeyValuePairs<String, JSONValue?> {
        [
            "method": .string(self.method.name), "route": Self.text(self.route),
            "route_template": Self.text(self.routeTemplate), "environment": Self.text(self.environment),
            "host": Self.text(self.host), "path": Self.text(self.path), "address": .string(self.address.description),
            "country": self.place.country == .unknown ? nil : .string(self.place.country.description),
            "network": self.place.network == .unknown ? nil : .string(self.place.network.description),
            "user_agent": Self.text(self.userAgent), "key_id": self.keyID.map(JSONValue.id),
            "key_version": self.keyID == nil ? nil : .count(self.keyVersion),
            "owner_id": self.ownerID.map(JSONValue.id), "missing_permission": Self.text(self.permission),
        ]
    }

    private var measures: KeyValuePairs<String, JSONValue?> {
        [
            "limit": self.limitPolicy.isEmpty ? nil : self.limitStanding, "upstream": Self.text(self.upstream),
            "websocket_end": self.socketEnd.map { .string("\($0.label)") },
            "flags": self.flags.isEmpty ? nil : .string(self.flags.text), "request_bytes": .count(self.bytesIn),
            "response_bytes": .count(self.bytesOut), "duration_microseconds": .count(self.durationNanoseconds / 1000),
            "upstream_microseconds": .count(self.upstreamNanoseconds / 1000),
            "overhead_microseconds": .count(self.overheadNanoseconds / 1000),
        ]
    }

    private var limitStanding: JSONValue {
        [
            "policy": .string(self.limitPolicy.text), "limit": .count(self.limitTotal),
            "used": .count(self.limitUsed), "window_seconds": .count(self.limitWindowSeconds),
            "reset_seconds": .count(self.limitResetSeconds),
        ]
    }

    /// The text, without what JSON readers stumble over; `nil` when there is none.
    private static func text<let capacity: Int>(_ text: InlineText<capacity>) -> JSONValue? {
        text.isEmpty ? nil : .string(text.text.replacing("\0", with: "\u{FFFD}"))
    }
}
