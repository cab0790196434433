import GatehouseServer
import Keys

/// What commands that work on stores and backups say they have found.
enum BackupAnswer {
    static let order = [
        "file", "data_folder", "state", "created_at", "restored_to", "segments", "stopped_at", "audit_entries",
        "audit_root", "rows", "bytes", "findings",
        "unlisted_findings",
    ]

    static func document(_ report: BackupReport, file: String, folder: String? = nil) -> JSONValue {
        .members([
            "file": .string(file), "data_folder": folder.map(JSONValue.string), "state": Self.state(report.isGood),
            "created_at": report.createdAt.map { JSONValue.string("\($0)") },
            "restored_to": report.restoredTo.map { JSONValue.string("\($0)") },
            "segments": report.segments.map { JSONValue.integer(Int64(clamping: $0)) },
            "stopped_at": report.damage.map(JSONValue.string),
            "audit_entries": report.auditEntries.map { JSONValue.integer(Int64(clamping: $0)) },
            "audit_root": report.store.auditRoot.map(JSONValue.string),
            "rows": .integer(Int64(report.store.rows)),
            "bytes": report.databaseLength.map { JSONValue.integer(Int64(clamping: $0)) },
            "findings": Self.findings(report.store), "unlisted_findings": .integer(Int64(report.store.unlisted)),
        ])
    }

    static func document(_ report: StoreReport, folder: String) -> JSONValue {
        .members([
            "data_folder": .string(folder), "state": Self.state(report.isGood),
            "audit_entries": .integer(Int64(clamping: report.auditEntries)),
            "audit_root": report.auditRoot.map(JSONValue.string), "rows": .integer(Int64(report.rows)),
            "findings": Self.findings(report), "unlisted_findings": .integer(Int64(report.unlisted)),
        ])
    }

    private static func state(_ isGood: Bool) -> JSONValue { isGood ? "good" : "bad" }

    private static func findings(_ report: StoreReport) -> JSONValue {
        .array(
            report.findings.map { finding in
                JSONValue.members(["object": .string(finding.object), "problem": .string(finding.problem)])
            })
    }
}
