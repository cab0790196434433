package import Keys

/// What a log or a proof that was verified says.
package struct LogReport: Hashable, Sendable {
    /// A witness's word that it saw the checkpoint follow all earlier ones.
    package struct Cosignature: Hashable, Sendable {
        package let name: String
        /// Seconds since 1970-01-01T00:00:00Z.
        package let timestamp: UInt64
    }

    /// The log's name.
    package let origin: String
    /// Entries of the log.
    package let size: UInt64
    package let root: Digest256
    /// The newest of the log's keys that signed it.
    package let key: TrustedKey
    package let cosignatures: [Cosignature]

    init(_ head: VerifiedHead) {
        self.origin = head.head.name
        self.size = head.head.size
        self.root = head.head.root
        self.key = head.key
        self.cosignatures = head.cosignatures
    }
}
