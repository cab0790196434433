import AdminAPI
import AuditExport
import Keys

/// A sink that does not take the audit log is missed by whoever looks for trouble there.
enum AuditExportCheck {
    /// How long a sink may be behind before it is a finding, and before it is a bad one.
    private static let longest: UInt64 = 60
    private static let critical: UInt64 = 3600

    static func findings(_ statuses: [SinkStatus], at now: MonotonicNanoseconds) -> [AdminFinding] {
        statuses.compactMap { status in
            let seconds = status.secondsBehind(at: now)
            guard seconds >= Self.longest else { return nil }
            let reason = status.failure.map { ": \($0)" } ?? ""
            return AdminFinding(
                kind: "audit_export_behind", severity: seconds >= Self.critical ? .critical : .warning,
                title:
                    "Audit sink '\(status.name)' has been behind for \(seconds) s, by \(status.lag) entries\(reason).",
                subject: status.name,
                cure: "mend the receiver or audit.export; the entries are kept and go out when it takes them")
        }
    }
}
