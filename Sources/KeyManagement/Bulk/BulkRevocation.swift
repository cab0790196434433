/// What a bulk revocation did, or would do.
package struct BulkRevocation: Hashable, Sendable {
    /// One for each key selected, newest key first.
    package let outcomes: [BulkOutcome]
    package let blastRadius: BlastRadius
}
