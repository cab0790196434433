package import Keys

/// What somebody outside the data folder knows of the log: that it once had so many entries, and what they hashed to.
package struct AnchoredHead: Hashable, Sendable {
    /// Who knows it: `file`, or `witness` and its name.
    package let anchor: String
    package let size: UInt64
    /// `nil` when only the size is known.
    package let root: Digest256?

    package init(anchor: String, size: UInt64, root: Digest256?) {
        self.anchor = anchor
        self.size = size
        self.root = root
    }

    /// How a log with that head stands to what is known.
    ///
    /// `rootOfBeginning`: The root of the log's tree when it had that many entries, which it has had; `nil` when its
    ///   tiles are not all there.
    package func judge<Failure: Error>(
        _ head: Checkpoint, rootOfBeginning: (UInt64) throws(Failure) -> Digest256?
    ) throws(Failure) -> Verdict {
        guard self.size <= head.size else { return .isOlder }
        guard let root else { return .extends }
        return try rootOfBeginning(self.size) == root ? .extends : .isAnother
    }

    /// How the log stands to what is known.
    package enum Verdict: Hashable, Sendable {
        /// It is what was known, or has grown from it.
        case extends
        /// It has fewer entries than were known.
        case isOlder
        /// It has as many, but they are others.
        case isAnother
    }
}
