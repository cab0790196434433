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
    static func routes(of keys: Set<KeyID>, in paths: [String], mostBytes: Int) -> ObservedRoutes {
        var found = ObservedRoutes(mostBytes: mostBytes)
        for path in paths where found.bytesLeft > 0 {
            guard let bytes = try? SegmentFile.read(path) else { continue }
            found.bytesLeft -= bytes.count
            for payload in SegmentPayloads(of: bytes, isChecked: true) {
                guard let use = RecordEncoding.readUse(bytes[payload]) else { continue }
                found.since = min(found.since ?? use.at, use.at)
                guard use.isAdmitted, let key = use.keyID, keys.contains(key),
                    let record = RecordEncoding.read(bytes[payload])
                else { continue }
                let route = record.route.text
                guard !route.isEmpty else {
                    found.withoutRoute.insert(key)
                    continue
                }
                let last = found.routes[key, default: [:]][route] ?? use.at
                found.routes[key, default: [:]][route] = max(last, use.at)
            }
        }
        return found
    }
}
