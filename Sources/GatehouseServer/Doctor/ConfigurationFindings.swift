import AdminAPI

/// A configuration that was changed and is not in force surprises whoever restarts the server.
enum ConfigurationFindings {
    static func findings(_ report: ConfigurationInForce.Report) -> [AdminFinding] {
        guard let refusal = report.refusal else { return [] }
        return [
            .init(
                kind: "configuration_refused", severity: .warning,
                title: "The configuration file is not in force: \(refusal).", subject: report.loaded.file,
                cure: "Mend it, or restart the server where that is what it takes; until then the last good one stays.")
        ]
    }
}
