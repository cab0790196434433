package import Keys

/// What the log has seen keys do, by route.
package struct ObservedRoutes: Sendable {
    /// The oldest decision that was looked at; `nil` when there is none.
    package var since: WallTime?
    /// By key, the routes that admitted requests were on, with the last time of each.
    package var routes: [KeyID: [String: WallTime]] = [:]
    /// Keys that were admitted where there is no route.
    package var withoutRoute: Set<KeyID> = []
    /// Bytes of segments that may still be looked at.
    var bytesLeft: Int

    init(mostBytes: Int) { self.bytesLeft = mostBytes }
}

extension SegmentSearch {
    /// Looks through segments, the newest first, for as many bytes as may be.
    static func routes(
        of keys: Set<KeyID>, in paths: [String], mostBytes: Int, with shelf: inout DigestShelf
    ) -> ObservedRoutes {
        var found = ObservedRoutes(mostBytes: mostBytes)
        for path in paths where found.bytesLeft > 0 {
            guard let digest = shelf.digest(of: path) else { continue }
            found.bytesLeft -= digest.consumed
            found.add(digest, of: keys)
        }
        shelf.trim(to: paths)
        return found
    }
}

extension ObservedRoutes {
    fileprivate mutating func add(_ digest: SegmentDigest, of keys: Set<KeyID>) {
        guard let oldest = digest.oldest else { return }
        self.since = min(self.since ?? oldest, oldest)
        for key in keys {
            if digest.withoutRoute.contains(key) { self.withoutRoute.insert(key) }
            guard let routes = digest.routes[key] else { continue }
            self.routes[key, default: [:]].merge(routes) { max($0, $1) }
        }
    }
}
