import Backups
package import Keys
import SQLiteStorage

/// What came of opening a backup and reading all of it.
package struct BackupReport: Sendable {
    /// Known once the backup was read to its end.
    var manifest: BackupManifest?
    var examination = ExaminationReport()
    /// How far segments were done again on it; `nil` when none were asked for.
    var reached: SegmentReplay.Reached?

    package var createdAt: WallTime? { self.manifest?.createdAt }
    package var auditEntries: UInt64? { self.reached?.entries ?? self.manifest?.log.size }
    /// When the last commit was made that segments brought; `nil` when they brought none.
    package var restoredTo: WallTime? { self.reached?.time }
    /// Segments that were done again.
    package var segments: UInt64? { self.reached?.segments }
    /// Why the segments were not followed any further.
    package var damage: String? { self.reached?.damage }
    package var databaseLength: UInt64? { self.manifest?.databaseLength }
    package var store: StoreReport { .init(self.examination) }

    /// Whether everything in it is as it was written, and is the audit log that it says it is.
    package var isGood: Bool { self.manifest != nil && self.examination.isGood }
}
