/// How much an entry deserves to be looked at.
package enum AuditSeverity: Int, Sendable, CaseIterable, Hashable, Comparable {
    /// Daily work.
    case informational = 1
    /// Takes something away, or changes who may act.
    case low
    /// To be looked into.
    case medium
    /// To be acted on.
    case high

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// OCSF `severity_id`, which counts alike.
    var ocsfID: Int64 { Int64(self.rawValue) }

    var name: String {
        switch self {
        case .informational: "Informational"
        case .low: "Low"
        case .medium: "Medium"
        case .high: "High"
        }
    }

    /// 0 to 10: low up to 3, medium up to 6, high up to 8.
    var cef: Int {
        switch self {
        case .informational: 1
        case .low: 3
        case .medium: 5
        case .high: 8
        }
    }

    /// RFC 5424, section 6.2.1: informational, notice, warning, error.
    var syslog: Int {
        switch self {
        case .informational: 6
        case .low: 5
        case .medium: 4
        case .high: 3
        }
    }
}
