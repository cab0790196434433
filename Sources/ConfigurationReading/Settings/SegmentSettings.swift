/// Where what is committed is shipped to, besides whole backups.
package struct SegmentSettings: Hashable, Sendable {
    /// Never made by the server, as that of the backups.
    package var folder: String
    /// How often what waits is shipped.
    package var everyMs = 1000
    /// How long the answer to an act waits for being shipped, at most; 0 lets it go out at once.
    package var answersWaitMs = 0

    package init(folder: String) { self.folder = folder }
}
