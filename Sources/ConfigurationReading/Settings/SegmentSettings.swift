/// Where what is committed is shipped to, besides whole backups.
package struct SegmentSettings: Hashable, Sendable {
    /// Never made by the server, as that of the backups.
    package var folder: String
    /// How often what waits is shipped.
    package var everyMs = 1000

    package init(folder: String) { self.folder = folder }
}
