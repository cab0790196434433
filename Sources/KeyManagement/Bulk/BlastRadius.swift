package import Keys
import Storage

/// Whom it hits when keys go away.
package struct BlastRadius: Hashable, Sendable {
    /// Most routes that are named.
    static let mostRoutes = 100

    package let keyCount: Int
    /// Owners of the keys, without repeats, by id.
    package let owners: [IdentityID]
    /// Names of the routes that were used in the last 24 hours, in order.
    package let routes: [String]
    /// Callers (address and user agent) seen in the last 24 hours.
    package let callerCount: Int
    /// The last use of any of the keys.
    package let lastUsedAt: WallTime?
    /// Requests with any of the keys in the last 24 hours; `nil` when that is not known.
    package var requestsLastDay: UInt64?

    init(of keys: [KeyRecord], in reader: any StoreReading, at now: WallTime) throws(StorageError) {
        let dayAgo = now.adding(seconds: -86_400)
        var routes: Set<String> = []
        var callers: Set<Caller> = []
        var lastUsedAt: WallTime?
        for key in keys {
            for use in try reader.usage(of: key.id) {
                lastUsedAt = lastUsedAt.map { max($0, use.at) } ?? use.at
                guard use.at >= dayAgo else { continue }
                routes.insert(use.route)
                callers.insert(.init(address: use.address, userAgent: use.userAgent))
            }
        }
        self.keyCount = keys.count
        self.owners = Set(keys.compactMap(\.ownerID)).sorted()
        self.routes = Array(routes.sorted().prefix(Self.mostRoutes))
        self.callerCount = callers.count
        self.lastUsedAt = lastUsedAt
    }

    private struct Caller: Hashable {
        let address: IPAddress
        let userAgent: String
    }
}
