import Backups
package import Keys
import SQLiteStorage

/// What came of opening a backup and reading all of it.
package struct BackupReport: Sendable {
    /// Known once the backup was read to its end.
    var manifest: BackupManifest?
    var examination = ExaminationReport()

    package var createdAt: WallTime? { self.manifest?.createdAt }
    package var auditEntries: UInt64? { self.manifest?.log.size }
    package var databaseLength: UInt64? { self.manifest?.databaseLength }
    package var store: StoreReport { .init(self.examination) }

    /// Whether everything in it is as it was written, and is the audit log that it says it is.
    package var isGood: Bool { self.manifest != nil && self.examination.isGood }
}
