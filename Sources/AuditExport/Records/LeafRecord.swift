import Auditing

/// The leaf of an audit record, with what identifies it: who has the lines of all sequence numbers has the log itself.
///
/// The member `leaf` stands on the line byte for byte as it was hashed, so that the hash can be computed from it.
struct LeafRecord {
    private let record: AuditRecord

    init(_ record: AuditRecord) { self.record = record }

    var json: JSONValue {
        .members([
            "sequence": .integer(Int64(clamping: self.record.entry.sequence)),
            "leaf": self.record.entry.json,
            "leaf_hash": .string(self.record.leafHash),
            "details": self.record.details.map { .object($0.values.mapValues(JSONValue.string)) },
            // With the salt the receiver can hold the details against the commitment in the leaf.
            "details_salt": self.record.details.map { .string(Self.hexadecimal($0.salt)) },
        ])
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
