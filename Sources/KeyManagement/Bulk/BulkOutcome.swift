package import Keys

/// What became of one key.
package struct BulkOutcome: Hashable, Sendable {
    package let keyID: KeyID
    /// `false` when it was to end as early already.
    package let isChanged: Bool
}
