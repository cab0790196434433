/// What a ledger's records come to: the last word on every count, and how many processes ended without one.
package struct LedgerReplay: Sendable {
    private struct Place: Hashable {
        let identity: UInt64
        let subject: LimitSubject
        let index: UInt8
    }

    private struct Row {
        var count: LedgerCount
        var wall: Int64
        var monotonic: UInt64
        /// How many ends had been seen when it was written.
        var ends: UInt64
    }

    private var rows: [Place: Row] = [:]
    private var ends: [(wall: Int64, count: UInt32)] = []
    private var endCount: UInt64 = 0
    /// A process has begun that has not said that it finished.
    private var isOpen = false

    /// Records that could not be read, with others behind them.
    package private(set) var damaged: UInt64 = 0

    package init() {}

    /// Adds a record that came behind so many that could not be read. What those said is lost: it is made up for as the end of a
    /// process is.
    package mutating func add(_ record: LedgerRecord, behindUnreadable count: UInt64) {
        self.damaged &+= count
        self.add(record)
    }

    package mutating func add(_ record: LedgerRecord) {
        switch record {
        case .begin(let wall):
            self.close(at: wall)
            self.isOpen = true
        case .finish: self.isOpen = false
        case .ends(let wall, let count):
            self.ends.append((wall, count))
            self.endCount &+= UInt64(count)
        case .count(let count, let wall, let monotonic):
            let place = Place(identity: count.identity, subject: count.subject, index: count.index)
            self.rows[place] = Row(count: count, wall: wall, monotonic: monotonic, ends: self.endCount)
        }
    }

    private mutating func close(at wall: Int64) {
        guard self.isOpen else { return }
        self.isOpen = false
        self.ends.append((wall, 1))
        self.endCount &+= 1
    }

    /// What a process that begins now goes on from. Later in time is stricter: a clock that was set back makes nothing older.
    package struct Start: Sendable {
        /// Counts in the time of this process, with what ends may have cost them.
        package var counts: [LedgerCount] = []
        package var history = LedgerHistory()
        /// The same, to be written at the beginning of a new file.
        package var records: [LedgerRecord] = []
        /// What was counted as spent, over all counts, because processes ended without having written all they had.
        package var charged: UInt64 = 0
    }

    package mutating func start(wall: Int64, monotonic: UInt64) -> Start {
        self.close(at: wall)
        if self.damaged > 0 {
            self.ends.append((wall, 1))
            self.endCount &+= 1
        }
        var start = Start()
        start.history = LedgerHistory(
            self.ends.map { .init(at: Self.moment($0.wall, wall, monotonic), count: $0.count) })
        // Many ends in a short time become few records.
        for end in self.merged() { start.records.append(.ends(wall: end.wall, count: end.count)) }
        for row in self.rows.values {
            let missed = self.endCount &- row.ends
            let reserve = UInt64(LedgerReserve.of(row.count.window.limit))
            let (product, isTooMany) = reserve.multipliedReportingOverflow(by: missed)
            let more = isTooMany ? UInt32.max : UInt32(clamping: product)
            let count = row.count.moved(from: (row.wall, row.monotonic), to: (wall, monotonic), charging: more)
            guard count.isLive(at: monotonic) else { continue }
            start.counts.append(count)
            start.charged = start.charged.addingReportingOverflow(UInt64(more)).partialValue
            start.records.append(.count(count, wall: wall, monotonic: monotonic))
        }
        return start
    }

    private func merged() -> [(wall: Int64, count: UInt32)] {
        var ends = self.ends.sorted { $0.wall < $1.wall }
        while ends.count > LedgerHistory.most {
            let first = ends.removeFirst()
            ends[0].count = UInt32(clamping: UInt64(ends[0].count) + UInt64(first.count))
        }
        return ends
    }

    /// A moment of civil time on the monotonic clock; 0 for one before its zero.
    private static func moment(_ then: Int64, _ wall: Int64, _ monotonic: UInt64) -> UInt64 {
        let age = LedgerCount.nanoseconds(from: then, to: wall)
        return monotonic - min(age, monotonic)
    }
}

extension LedgerCount {
    /// From one moment to a later one, both in milliseconds; 0 when the clock was set back.
    static func nanoseconds(from earlier: Int64, to later: Int64) -> UInt64 {
        let (milliseconds, isTooFar) = later.subtractingReportingOverflow(earlier)
        guard !isTooFar, milliseconds > 0 else { return 0 }
        let (product, overflow) = UInt64(milliseconds).multipliedReportingOverflow(by: 1_000_000)
        return overflow ? .max : product
    }

    /// The count on another process's clock. What is rounded is rounded to later, and counts for longer.
    func moved(
        from then: (wall: Int64, monotonic: UInt64), to now: (wall: Int64, monotonic: UInt64), charging more: UInt32
    ) -> Self {
        let age = Self.nanoseconds(from: then.wall, to: now.wall)
        // A moment of that clock on this one; none is before its zero, nor beyond now when it had been.
        let map = { (moment: UInt64) -> UInt64 in
            if moment >= then.monotonic {
                let (ahead, overflow) = now.monotonic.addingReportingOverflow(moment - then.monotonic)
                return overflow ? .max : ahead - min(age, ahead)
            }
            let (back, overflow) = age.addingReportingOverflow(then.monotonic - moment)
            return overflow ? 0 : now.monotonic - min(back, now.monotonic)
        }
        guard self.window.kind == .sliding else {
            var cells = self.cells
            cells[0] = Self.sum(cells[0], more)
            return self.with(newest: self.newest, end: self.end == .max ? .max : map(self.end), cells)
        }
        let width = SlidingWindow.width(self.window)
        let (end, overflow) = (self.newest &+ 1).multipliedReportingOverflow(by: width)
        let newest = (max(map(overflow ? .max : end), 1) - 1) / width
        var cells = InlineArray<11, UInt32>(repeating: 0)
        // What would lie before the clock's zero counts with the first cell.
        for place in self.cells.indices {
            let target = Int(min(UInt64(place), newest))
            cells[target] = Self.sum(cells[target], self.cells[place])
        }
        cells[0] = Self.sum(cells[0], more)
        return self.with(newest: newest, end: 0, cells)
    }

    private func with(newest: UInt64, end: UInt64, _ cells: InlineArray<11, UInt32>) -> Self {
        .init(
            identity: self.identity, subject: self.subject, index: self.index, stamp: self.stamp, window: self.window,
            newest: newest, end: end, cells: cells)
    }

    private static func sum(_ left: UInt32, _ right: UInt32) -> UInt32 {
        UInt32(clamping: UInt64(left) + UInt64(right))
    }

    /// Whether it still counts for anything.
    func isLive(at now: UInt64) -> Bool { LimiterSlot(self).used(at: now) > 0 }
}
