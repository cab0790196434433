import Glibc

/// Nanoseconds and allocations of what is done over and over.
///
/// Allocations are counted by `counting-malloc.c` in `LD_PRELOAD`, into the file that `MALLOC_COUNTS` names.
package enum Meter {
    private static let rounds = 9

    /// Prints what one of `count` costs that a `round` does: the quickest of several rounds, for whatever else the
    /// machine does only adds to it.
    ///
    /// - Returns: nanoseconds; infinity when something was allocated.
    package static func measure(_ name: String, each noun: String, of count: Int, _ round: () -> Int) -> Double {
        var least = Double.infinity
        var allocated: UInt64 = 0
        var found = 0
        for _ in 0..<self.rounds {
            let before = self.allocations
            let start = self.nanoseconds
            found &+= round()
            least = min(least, Double(self.nanoseconds - start) / Double(count))
            allocated = max(allocated, self.allocations - before)
        }
        let text = "\((least * 10).rounded() / 10)"
        let counted = self.counts < 0 ? "" : ", \(allocated) allocations in \(count) \(noun)"
        print("\(name): \(text) ns\(counted) (\(found % 10))")
        return allocated == 0 ? least : .infinity
    }

    /// Where allocations are counted; below 0 when nobody counts.
    private static let counts: Int32 = getenv("MALLOC_COUNTS").map { open($0, O_RDONLY | O_CLOEXEC) } ?? -1

    /// Calls of malloc so far, in all threads; 0 when nobody counts.
    private static var allocations: UInt64 {
        guard self.counts >= 0 else { return 0 }
        var sum: UInt64 = 0
        // A slot is a thread and its count.
        var slot: (thread: UInt64, count: UInt64) = (0, 0)
        for index in 0..<1_024 {
            guard pread(self.counts, &slot, 16, off_t(index * 16)) == 16, slot.thread != 0 else { break }
            sum += slot.count
        }
        return sum
    }

    /// CPU time of this thread: what else the machine does is not counted.
    private static var nanoseconds: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}

/// Numbers that look random and are the same in every run.
package struct MeterRandom: RandomNumberGenerator {
    private var state: UInt64 = 0x9e37_79b9_7f4a_7c15

    package init() {}

    package mutating func next() -> UInt64 {
        self.state ^= self.state << 13
        self.state ^= self.state >> 7
        self.state ^= self.state << 17
        return self.state
    }
}
