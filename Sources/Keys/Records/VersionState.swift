/// Where a version stands in its key's rotation.
package enum VersionState: String, Hashable, Sendable, CaseIterable {
    /// Issued by a rotation, not used yet.
    case pending
    /// The one to use.
    case current
    /// Still admitted, until its `notAfter`.
    case retiring
    /// Past its `notAfter`, or replaced before it was ever used.
    case retired
    /// Revoked by itself.
    case revoked
}
