/// A key that was admitted, and whose it is. None of it is secret.
public struct AdmittedKey: Sendable, Hashable {
    /// The request that was decided, for `gatehouse why`. Of a cached verdict: the one that was cached.
    public let requestID: String
    /// The key's id, `key_…`. It stays the same through rotations.
    public let keyID: String
    /// Which version of the key's secret was presented.
    public let version: Int?
    /// The project the key belongs to.
    public let project: String?
    /// The environment the key belongs to.
    public let environment: String?
    /// The id of who is accountable for the key, `idn_…`.
    public let owner: String?
    /// What the key is granted. Grants may hold wildcards; to ask whether one covers something is the server's business.
    public let permissions: [String]
    /// How far the key may go at most.
    public let boundary: KeyBoundary?
    /// When the key ends; `nil` for one that does not.
    public let expiresAt: Timestamp?
    /// When the presented version of the secret ends although the key goes on: its holder has a newer one.
    public let versionExpiresAt: Timestamp?
    /// The limits that were looked at, after this request.
    public let limits: [LimitStanding]
    /// Whether this came out of the library's cache, without asking the server.
    public internal(set) var isCached = false

    /// When the presented secret ends: with its version or with its key.
    public var endsAt: Timestamp? { [self.expiresAt, self.versionExpiresAt].compactMap(\.self).min() }
}
