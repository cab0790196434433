/// A signature that was checked.
package struct VerifiedSignature: Hashable, Sendable {
    package let key: NoteVerifierKey
    /// When a witness cosigned, in seconds since 1970-01-01T00:00:00Z; `nil` for other signatures.
    package let timestamp: UInt64?
}
