import Keys

/// What the records of one segment come to, for reviews and reports: gathered once, and gone on with where the segment has
/// grown.
struct SegmentDigest: Sendable {
    /// Bytes of the segment that are in it.
    private(set) var consumed = 0
    /// When the oldest and the newest of its requests came; `nil` for none.
    private(set) var oldest: WallTime?
    private(set) var newest: WallTime?
    /// By key, the routes that admitted requests were on, with the last time of each.
    private(set) var routes: [KeyID: [String: WallTime]] = [:]
    /// Keys that were admitted where there is no route.
    private(set) var withoutRoute: Set<KeyID> = []
    /// What rules in shadow said.
    private(set) var shadow = ShadowTally()
    /// Keys, routes and findings in it: what it takes to keep.
    private(set) var weight = 0

    init() {}

    /// What the part of a segment comes to that is not older than a moment.
    init(of path: String, since start: WallTime) {
        guard let bytes = try? SegmentFile.read(path) else { return }
        self.add(bytes, from: 0, since: start)
    }

    /// Goes on with what has been added to the segment. One that is shorter than it was is read anew.
    ///
    /// - Returns: `false` when the segment is gone.
    mutating func catchUp(with path: String) -> Bool {
        guard let length = SegmentFile.length(path) else { return false }
        if length < self.consumed { self = .init() }
        guard length > self.consumed else { return true }
        let consumed = self.consumed
        guard let bytes = try? SegmentFile.read(path, from: consumed) else { return false }
        self.add(bytes, from: consumed, since: .distantPast)
        guard consumed > 0, self.consumed == consumed else { return true }
        // No frame where one should begin: a full disk has had some taken back that were gathered already.
        self = .init()
        guard let whole = try? SegmentFile.read(path) else { return false }
        self.add(whole, from: 0, since: .distantPast)
        return true
    }

    /// Adds the whole frames of bytes that begin at an offset of the segment.
    private mutating func add(_ bytes: [UInt8], from offset: Int, since start: WallTime) {
        var payloads =
            offset == 0
            ? SegmentPayloads(of: bytes, isChecked: true) : SegmentPayloads(rest: bytes)
        while let payload = payloads.next() {
            self.consumed = offset + payload.upperBound
            guard let record = SeenRecord(bytes[payload]), record.at >= start else { continue }
            self.oldest = min(self.oldest ?? record.at, record.at)
            self.newest = max(self.newest ?? record.at, record.at)
            self.noteUse(record)
            self.shadow.add(record)
        }
        self.weight = self.routes.values.reduce(self.withoutRoute.count + self.shadow.weight) { $0 + $1.count }
    }

    private mutating func noteUse(_ record: SeenRecord) {
        guard record.isAdmitted, let key = record.keyID else { return }
        guard !record.route.isEmpty else {
            self.withoutRoute.insert(key)
            return
        }
        let route = String(decoding: record.route, as: UTF8.self)
        let last = self.routes[key, default: [:]][route] ?? record.at
        self.routes[key, default: [:]][route] = max(last, record.at)
    }
}
