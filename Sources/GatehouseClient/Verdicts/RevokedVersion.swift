/// A version of a key that its holder has ended. None of it is secret.
public struct RevokedVersion: Sendable, Hashable {
    /// The key's id, `key_…`.
    public let keyID: String
    /// Which version of the key's secret has ended. The key may have others, which go on.
    public let version: Int
    /// Since when it admits nobody.
    public let revokedAt: Timestamp
}
