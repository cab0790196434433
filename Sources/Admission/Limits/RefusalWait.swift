/// How a request may wait instead of being refused: it is judged again when there may be room.
package struct RefusalWait: Sendable, Hashable {
    /// Until there may be room.
    package let nanoseconds: UInt64
    /// How long it may wait in all.
    package let longest: UInt64
    /// How many may wait at a time on one loop.
    package let most: UInt32

    package init(nanoseconds: UInt64, longest: UInt64, most: UInt32) {
        self.nanoseconds = nanoseconds
        self.longest = longest
        self.most = most
    }

    /// What may be spent ahead of the ledger is spent: the next writing is a few milliseconds away.
    package static let ledger = Self(nanoseconds: 10_000_000, longest: 2_000_000_000, most: 4_096)
}
