/// An entry just added, and what is to be stored with it.
package struct AppendedEntry: Hashable, Sendable {
    package let stored: StoredAuditEntry
    /// The tiles of the tree that its leaf filled, lowest level first.
    package let filledTiles: [FilledTile]
}
