/// The counts of one shard that have to be written down, in the order they changed.
struct LedgerList: Sendable {
    /// Most counts that wait for a writing. What changes beyond is told of when it changes again.
    static let most = 1_024

    struct Entry: Sendable, BitwiseCopyable {
        let identity: UInt64
        let subject: LimitSubject
        let key: SubjectHash
        let index: UInt8
        /// What a request wants to spend at once, beyond the reserve.
        let wanted: UInt32
    }

    private(set) var entries: [Entry] = []

    /// Room is taken once, so that nothing is allocated under a request.
    mutating func open() { self.entries.reserveCapacity(Self.most) }

    /// - Returns: whether there was room.
    mutating func append(_ entry: Entry) -> Bool {
        guard self.entries.count < Self.most else { return false }
        self.entries.append(entry)
        return true
    }

    mutating func take() -> [Entry] {
        let entries = self.entries
        self.entries.removeAll(keepingCapacity: true)
        return entries
    }
}

/// One count on its way to the disk.
package struct LedgerWriting: Sendable {
    package let count: LedgerCount
    /// The shard and the place it came from.
    let shard: Int
    let key: SubjectHash
    /// What may be spent beyond the reserve once this is written.
    let lease: UInt32

    /// What has to be written when an earlier writing came to nothing: of each count the later one, which says all.
    package static func merged(_ earlier: [Self], _ later: [Self]) -> [Self] {
        let places = Set(later.map { [$0.key.high, $0.key.low] })
        return earlier.filter { !places.contains([$0.key.high, $0.key.low]) } + later
    }
}
