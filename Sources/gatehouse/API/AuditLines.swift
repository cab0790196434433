/// A part of the audit log as another system reads it.
struct AuditLines: Sendable {
    /// Whole lines, each with its line feed; empty at the end of the log.
    let text: String
    /// The sequence number to go on with; `nil` when the server does not say.
    let next: UInt64?
}
