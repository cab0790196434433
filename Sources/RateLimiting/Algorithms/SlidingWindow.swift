/// A sliding window in ten cells, the oldest one counted whole: it may refuse early, by a tenth of the window at most,
/// and never admits more than `limit` in any span of `seconds`.
///
/// A span of the window's length touches at most eleven neighbouring cells, and eleven are what is counted.
package struct SlidingWindow: Sendable {
    private let window: LimitWindow
    /// Length of a cell in nanoseconds: a tenth of the window.
    private let width: UInt64

    /// - Parameter window: the numbers of a sliding window.
    package init(_ window: LimitWindow) {
        self.window = window
        self.width = Self.width(window)
    }

    static func width(_ window: LimitWindow) -> UInt64 { UInt64(window.seconds) * 100_000_000 }

    /// Counts `cost` requests, or none.
    ///
    /// A clock reading older than one seen before counts as the newest one seen.
    @inline(__always)
    package func spend(_ cost: UInt32, at now: UInt64, counts: inout WindowCounts) -> LimitReading {
        counts.advance(to: now / self.width)
        let asked = UInt64(counts.total) + UInt64(cost)
        guard asked <= UInt64(self.window.limit) else {
            return self.reading(false, counts, wait: self.wait(for: asked - UInt64(self.window.limit), counts, now))
        }
        counts.add(cost)
        return self.reading(true, counts, wait: counts.total == 0 ? 0 : self.wait(for: 1, counts, now))
    }

    /// Undoes a spending that nothing has followed: exact under the lock it happened under.
    package func giveBack(_ cost: UInt32, counts: inout WindowCounts) { counts.remove(cost) }

    /// What counts at that moment.
    package func used(at now: UInt64, counts: WindowCounts) -> UInt32 {
        var counts = counts
        counts.advance(to: now / self.width)
        return counts.total
    }

    /// The state in which so much was used just now.
    package func counts(used: UInt32, at now: UInt64) -> WindowCounts {
        var counts = WindowCounts()
        counts.advance(to: now / self.width)
        counts.add(min(used, self.window.limit))
        return counts
    }

    private func reading(_ isAdmitted: Bool, _ counts: WindowCounts, wait: UInt64) -> LimitReading {
        .init(
            window: self.window, isAdmitted: isAdmitted, used: min(counts.total, self.window.limit),
            waitNanoseconds: wait)
    }

    /// Until `needed` is forgotten. More than was ever counted can be asked for by a cost above the limit, which never
    /// passes: the answer is then the whole window.
    private func wait(for needed: UInt64, _ counts: WindowCounts, _ now: UInt64) -> UInt64 {
        guard let cell = counts.cell(freeing: needed) else { return UInt64(self.window.seconds) * 1_000_000_000 }
        let (end, overflow) = (cell + WindowCounts.cells).multipliedReportingOverflow(by: self.width)
        return overflow ? UInt64.max - now : end - min(end, now)
    }
}
