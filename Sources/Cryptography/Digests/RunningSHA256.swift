import Crypto
package import Keys

/// SHA-256 of something too long for memory, taken piece by piece.
package struct RunningSHA256: Sendable {
    private var state = SHA256()

    package init() {}

    package mutating func append(_ bytes: Span<UInt8>) {
        bytes.withUnsafeBytes { self.state.update(bufferPointer: $0) }
    }

    /// The hash of what was taken so far.
    package var digest: Digest256 {
        guard let digest = Digest256(bytes: Array(self.state.finalize())) else {
            preconditionFailure("SHA-256 has 32 bytes")
        }
        return digest
    }
}
