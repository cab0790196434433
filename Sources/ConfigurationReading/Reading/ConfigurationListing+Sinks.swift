import AuditExport

extension ConfigurationListing {
    /// The settings of audit sinks that have a default, with the values in force.
    static func sinkDefaults(_ sinks: [SinkSettings]) -> [(key: String, value: any CustomStringConvertible)] {
        sinks.enumerated().flatMap { index, sink in
            let common: [(key: String, value: any CustomStringConvertible)] = [
                ("details", sink.includesDetails), ("start", sink.startsAtNewest ? "newest" : "oldest"),
                ("timeoutMs", Self.milliseconds(sink.timeout)), ("mostRecords", sink.mostRecords),
            ]
            return (common + self.defaults(of: sink.destination)).map { setting in
                (key: "audit.export[\(index)].\(setting.key)", value: setting.value)
            }
        }
    }

    private static func defaults(
        of destination: SinkSettings.Destination
    ) -> [(key: String, value: any CustomStringConvertible)] {
        switch destination {
        case .file(let file): [("file.maximumBytes", file.maximumBytes), ("file.keep", file.keptFiles)]
        case .syslog(let syslog):
            [
                ("syslog.port", syslog.port), ("syslog.transport", syslog.transport.rawValue),
                ("syslog.maximumMessageBytes", syslog.maximumMessageBytes),
            ]
        case .http(let http):
            [
                ("http.tokenFile", http.tokenFile ?? "none"),
                ("http.certificateFile", http.certificateFile ?? "the system's"),
            ]
        }
    }
}
