import KeyManagement
import Keys

extension ImportReport {
    var document: JSONValue {
        [
            "created": .count(self.count(.created)), "unchanged": .count(self.count(.unchanged)),
            "refused": .count(self.count(.refused)), "created_identities": .count(self.createdIdentities),
            "keys": .array(self.outcomes.map(\.document)),
        ]
    }
}

extension ImportedOrigin {
    var document: JSONValue {
        [
            "source": .string(self.source.rawValue), "foreign_id": .string(self.foreignID),
            "strength": .string(self.strength.rawValue),
        ]
    }
}

extension ImportOutcome {
    fileprivate var document: JSONValue {
        .members([
            "line": .count(self.line), "foreign_id": .string(self.foreignID),
            "result": .string(self.result.rawValue), "key_id": self.keyID.map(JSONValue.id),
            "strength": self.strength.map { .string($0.rawValue) }, "fault": self.fault.map(JSONValue.string),
        ])
    }
}
