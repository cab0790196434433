package import Keys

/// A tile that will never change any more, to be stored in the transaction that holds the leaf which filled it.
package struct FilledTile: Hashable, Sendable {
    /// Always of full width.
    package let place: TilePlace
    /// 256 hashes.
    package let hashes: [Digest256]
}
