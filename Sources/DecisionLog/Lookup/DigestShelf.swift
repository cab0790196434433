/// The digests of segments that were looked through, so that the next page of a review, or the next report, reads only what
/// has come since. Bounded: where there is no room, the oldest segments are read again each time.
struct DigestShelf: Sendable {
    /// Most keys, routes and findings that are kept.
    static let mostWeight = 131_072

    private let mostWeight: Int
    private var digests: [String: SegmentDigest] = [:]

    init(mostWeight: Int = Self.mostWeight) { self.mostWeight = mostWeight }

    /// How much is kept.
    var weight: Int { self.digests.values.reduce(0) { $0 + $1.weight } }

    /// The digest of a segment as it is now; `nil` when the segment is gone.
    mutating func digest(of path: String) -> SegmentDigest? {
        var digest = self.digests.removeValue(forKey: path) ?? .init()
        guard digest.catchUp(with: path) else { return nil }
        self.digests[path] = digest
        return digest
    }

    /// Lets go of segments that are gone, and of the oldest ones when there is too much. `paths`: the newest first.
    mutating func trim(to paths: [String]) {
        var kept: [String: SegmentDigest] = [:]
        var room = self.mostWeight
        for path in paths {
            guard let digest = self.digests[path], digest.weight <= room else { continue }
            room -= digest.weight
            kept[path] = digest
        }
        self.digests = kept
    }
}
