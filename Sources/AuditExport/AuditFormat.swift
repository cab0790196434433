/// How an audit entry is written for another system. Every format is one record a line.
package enum AuditFormat: String, Sendable, CaseIterable, Hashable {
    /// Open Cybersecurity Schema Framework, as JSON.
    case ocsf
    /// Elastic Common Schema, as JSON.
    case ecs
    /// Common Event Format.
    case cef
    /// A syslog message (RFC 5424).
    case syslog
    /// The leaf itself, as JSON, with all that proves it.
    case jsonl

    /// The media type of many records, a line each.
    package var mediaType: String {
        switch self {
        case .ocsf, .ecs, .jsonl: "application/x-ndjson"
        case .cef, .syslog: "text/plain; charset=utf-8"
        }
    }
}
