import AdminAPI
import ConfigurationReading

/// A backup that was not made is missed when it is too late.
enum BackupFindings {
    /// Nothing was shipped for so long, in nanoseconds.
    private static let longestGap: UInt64 = 60_000_000_000

    static func findings(
        _ configuration: ServerConfiguration, _ report: BackupStanding.Report?,
        _ shipping: SegmentStanding.Report? = nil
    ) -> [AdminFinding] {
        guard let settings = configuration.backup, let report else { return [] }
        return Self.overdue(settings, report) + Self.place(settings, configuration) + Self.unshipped(settings, shipping)
    }

    private static func unshipped(_ settings: BackupSettings, _ report: SegmentStanding.Report?) -> [AdminFinding] {
        guard let segments = settings.segments, let report else { return [] }
        guard report.failure != nil || report.age > max(self.longestGap, UInt64(segments.everyMs) * 10_000_000) else {
            return []
        }
        let reason = report.failure.map { ": \($0)" } ?? ""
        return [
            .init(
                kind: "segments_not_shipped", severity: .critical,
                title: "What was acknowledged is not shipped for \(report.age / 1_000_000_000) s\(reason).",
                subject: segments.folder,
                cure: "Mend the folder. A new chain begins by itself, with a backup of its own.")
        ]
    }

    private static func overdue(_ settings: BackupSettings, _ report: BackupStanding.Report) -> [AdminFinding] {
        let twoPeriods = UInt64(clamping: settings.everySeconds) &* 2_000_000_000
        let isFailing = report.lastGood == nil && report.failure != nil
        guard isFailing || (report.age ?? report.uptime) > twoPeriods else { return [] }
        let last = report.lastGood.map { "The last good backup is of \($0)" } ?? "There is no good backup"
        let reason = report.failure.map { ": \($0)" } ?? ""
        return [
            .init(
                kind: "backup_overdue", severity: .critical, title: "\(last)\(reason).", subject: settings.folder,
                cure: "Mend the reason; until then back up by hand: gatehouse backup create FILE.")
        ]
    }

    private static func place(_ settings: BackupSettings, _ configuration: ServerConfiguration) -> [AdminFinding] {
        let places = [
            ("Backups", "backup.folder", settings.folder),
            ("Segments", "backup.segments.folder", settings.segments?.folder),
        ]
        return places.compactMap { what, setting, folder in
            guard let folder, FilePlace.isInside(folder, folder: configuration.dataFolder) else { return nil }
            return .init(
                kind: "backups_in_data_folder", severity: .warning,
                title: "\(what) lie in the data folder: what takes the one takes the other.",
                subject: folder, cure: "Put \(setting) on another disk, better on another machine.")
        }
    }
}
