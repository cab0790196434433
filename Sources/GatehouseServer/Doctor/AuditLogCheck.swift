import AdminAPI
import Storage

/// An audit log that is not what it was proves nothing.
enum AuditLogCheck {
    static func findings(_ history: HistoryStanding) -> [AdminFinding] {
        guard let fault = history.fault else { return [] }
        return [
            .init(
                kind: "audit_log_damaged", severity: .critical,
                title: "The audit log is not what was written: \(fault.message).",
                cure: "Keep a copy of the data folder, find out who changed it, and restore a backup.")
        ]
    }
}
