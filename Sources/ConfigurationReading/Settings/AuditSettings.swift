package import AuditExport

/// What becomes of the audit log besides being kept.
package struct AuditSettings: Hashable, Sendable {
    /// Where it is sent to. Only the configuration says so: nobody can point the log elsewhere by a call of the API.
    package var sinks: [SinkSettings] = []

    package init() {}
}
