/// Where decisions are kept, how long, and how they are shown.
package struct DecisionLogConfiguration: Sendable {
    /// Where access-log lines go.
    package enum AccessLog: Sendable, Hashable {
        case none, standardOutput
        /// Appended to; reopened by name only at the next start.
        case file(String)
    }

    /// The folder of the segments; made when absent, with no rights for others.
    package var folder: String
    /// Bytes of all segments together: 256 MiB.
    package var maximumBytes: UInt64 = 256 << 20
    /// Age of the oldest record kept: 7 days.
    package var maximumAgeSeconds: UInt64 = 7 * 86_400
    /// Records an event loop may be ahead of the disk; further ones are dropped and counted.
    package var ringCapacity = 4096
    package var accessLog: AccessLog = .none
    /// How often last use goes to the store: once a minute.
    package var usageIntervalSeconds: UInt64 = 60

    package init(folder: String) { self.folder = folder }

    /// Bytes of one segment: a sixteenth of all, 16 MiB at most.
    var segmentBytes: UInt64 { min(max(self.maximumBytes / 16, 4096), 16 << 20) }
}
