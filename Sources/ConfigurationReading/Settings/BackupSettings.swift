/// Backups that the server makes by itself.
package struct BackupSettings: Hashable, Sendable {
    /// Where they are kept. Never made by the server: a disk that is not mounted must not go unnoticed.
    package var folder: String
    package var everySeconds: Int64 = 86_400
    /// How many are kept.
    package var keep = 7
    /// Whether each is opened again and read in full before it counts.
    package var isVerified = true
    /// A key file that opens another slot than the server's own, to open the backups with; `nil` for the server's own.
    package var verifyKeyFile: String?
    /// Where what happens between two backups goes; `nil` for nowhere.
    package var segments: SegmentSettings?

    package init(folder: String) { self.folder = folder }
}
