import AuditVerifier
import Keys

/// What `audit verify` prints of a verdict.
enum VerificationDocument {
    /// The state of what was verified and is as it should be; the other is `bad`.
    static let good = "good"

    static func of(_ report: LogReport, entry: UInt64? = nil) -> JSONValue {
        .members([
            "state": .string(self.good), "entry": entry.map(self.number), "origin": .string(report.origin),
            "size": self.number(report.size), "root": .string(report.root.hexadecimal),
            "key": .string(report.key.description),
            "witnesses": .array(
                report.cosignatures.map { cosignature in
                    .members([
                        "name": .string(cosignature.name),
                        "cosigned_at": .string(WallTime(seconds: Int64(clamping: cosignature.timestamp)).description),
                    ])
                }),
        ])
    }

    static func of(_ finding: LogFinding) -> JSONValue {
        .members([
            "state": .string("bad"), "code": .string(finding.code.rawValue), "entry": finding.entry.map(self.number),
            "file": finding.file.map(JSONValue.string), "detail": .string(finding.message),
        ])
    }

    private static func number(_ value: UInt64) -> JSONValue { .integer(Int64(clamping: value)) }
}
