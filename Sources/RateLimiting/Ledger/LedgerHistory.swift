/// When processes before this one ended without writing down what they had counted.
package struct LedgerHistory: Sendable, Equatable {
    /// Ends that came close together count as one at the later moment.
    package struct End: Sendable, Equatable {
        /// Monotonic nanoseconds; 0 for whatever was before the clock's zero. Not before the true end.
        package var at: UInt64
        package var count: UInt32

        package init(at: UInt64, count: UInt32) {
            self.at = at
            self.count = count
        }
    }

    /// Most ends told apart. Beyond, the oldest two become one at the later moment, which is charged for longer.
    package static let most = 32
    /// Oldest first.
    package private(set) var ends: [End] = []

    package init(_ ends: [End] = []) {
        for end in ends.sorted(by: { $0.at < $1.at }) { self.ends.append(end) }
        while self.ends.count > Self.most {
            let first = self.ends.removeFirst()
            self.ends[0].count = UInt32(clamping: UInt64(self.ends[0].count) + UInt64(first.count))
        }
    }

    var isEmpty: Bool { self.ends.isEmpty }

    /// Ends in all.
    package var total: UInt64 { self.ends.reduce(0) { $0 &+ UInt64($1.count) } }

    /// How many ends came at that moment or later.
    func count(since moment: UInt64) -> UInt32 {
        self.ends.reduce(0) { $1.at >= moment ? UInt32(clamping: UInt64($0) + UInt64($1.count)) : $0 }
    }
}
