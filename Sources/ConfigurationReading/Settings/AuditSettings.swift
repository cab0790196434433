package import AuditExport

/// How the audit log is named, and what becomes of it besides being kept.
package struct AuditSettings: Hashable, Sendable {
    /// The log's name, the first line of its checkpoints; `nil` for the one made with the store.
    package var origin: String?
    /// Where it is sent to. Only the configuration says so: nobody can point the log elsewhere by a call of the API.
    package var sinks: [SinkSettings] = []

    /// File outside the data folder that holds the last checkpoint published; `nil` for none.
    package var anchorFile: String?
    /// Who cosigns its checkpoints.
    package var witnesses: [WitnessSettings] = []

    /// Most witnesses of a log.
    package static let mostWitnesses = 8

    package init() {}
}
