package import Keys

/// Which keys an act or question reaches.
package enum KeySelection: Hashable, Sendable {
    case key(KeyID)
    case matching(BulkSelection)
}
