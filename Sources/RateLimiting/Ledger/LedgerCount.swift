/// A count as it is written down: whose it is, and how it stood.
package struct LedgerCount: Sendable, Equatable {
    /// Which limit, and for whom.
    package let identity: UInt64
    package let subject: LimitSubject
    /// Which of the limit's windows.
    package let index: UInt8
    package let stamp: UInt32
    package let window: LimitWindow
    /// The number of the period; for a sliding window that of its newest cell, in monotonic time of the process that wrote it.
    package let newest: UInt64
    /// When the period ends, in the same time; 0 for a sliding window.
    package let end: UInt64
    /// A sliding window's cells, the newest first; of a period the first alone.
    package let cells: InlineArray<11, UInt32>
    /// How much of it was not written before. Not stored.
    package var unwritten: UInt32 = 0

    package init(
        identity: UInt64, subject: LimitSubject, index: UInt8, stamp: UInt32, window: LimitWindow, newest: UInt64,
        end: UInt64, cells: InlineArray<11, UInt32>, unwritten: UInt32 = 0
    ) {
        self.identity = identity
        self.subject = subject
        self.index = index
        self.stamp = stamp
        self.window = window
        self.newest = newest
        self.end = end
        self.cells = cells
        self.unwritten = unwritten
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.identity == right.identity && left.subject == right.subject && left.index == right.index
            && left.stamp == right.stamp && left.window == right.window && left.newest == right.newest
            && left.end == right.end && left.cells.indices.allSatisfy { left.cells[$0] == right.cells[$0] }
    }
}
