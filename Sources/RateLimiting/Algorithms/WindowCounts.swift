/// What a sliding window remembers: a count for each of the last eleven cells of time, in a ring.
package struct WindowCounts: Sendable, BitwiseCopyable {
    /// A window is ten cells long; the eleventh is the oldest, which a span of the window's length may still touch.
    static let cells: UInt64 = 11
    private static let last = 10

    /// Number of the newest cell, counted from the clock's zero.
    private(set) var newest: UInt64 = 0
    /// Sum of all cells.
    private(set) var total: UInt32 = 0
    private var ring: InlineArray<11, UInt32> = .init(repeating: 0)

    package init() {}

    /// Forgets the cells that lie more than ten before `cell`. A cell older than the newest changes nothing.
    mutating func advance(to cell: UInt64) {
        guard cell > self.newest else { return }
        if cell - self.newest >= Self.cells {
            self = .init()
        } else {
            for passed in (self.newest + 1)...cell {
                self.total -= self.ring[Self.index(passed)]
                self.ring[Self.index(passed)] = 0
            }
        }
        self.newest = cell
    }

    /// Forgets everything when the period is a later one than that counted in. Periods are numbered in the place of cells.
    mutating func advance(toPeriod number: UInt64) {
        guard number > self.newest else { return }
        self = .init()
        self.newest = number
    }

    /// Counts in the newest cell. The caller has made sure that the total stays within the limit, a `UInt32`.
    mutating func add(_ cost: UInt32) {
        self.ring[Self.index(self.newest)] += cost
        self.total += cost
    }

    /// Takes back from the newest cell.
    mutating func remove(_ cost: UInt32) {
        let taken = min(cost, self.ring[Self.index(self.newest)])
        self.ring[Self.index(self.newest)] -= taken
        self.total -= taken
    }

    /// Takes back what was counted in a cell, as far as that is still remembered.
    mutating func remove(_ cost: UInt32, from cell: UInt64) {
        guard cell <= self.newest, self.newest - cell < Self.cells else { return }
        let taken = min(cost, self.ring[Self.index(cell)])
        self.ring[Self.index(cell)] -= taken
        self.total -= taken
    }

    /// Counts in the newest cell what is there whatever the limit says.
    mutating func force(_ cost: UInt32) {
        let room = UInt32.max - self.total
        self.add(min(cost, room))
    }

    /// The count of the cell that a span of the window's length may touch in part only.
    var oldest: UInt32 { self.newest < Self.cells - 1 ? 0 : self.count(of: self.newest - (Self.cells - 1)) }

    /// The count of a cell, as far as it is remembered.
    func count(of cell: UInt64) -> UInt32 {
        guard cell <= self.newest, self.newest - cell < Self.cells else { return 0 }
        return self.ring[Self.index(cell)]
    }

    /// The oldest cell after which at least `needed` will have been forgotten; `nil` when there is not so much.
    @inline(__always)
    func cell(freeing needed: UInt64) -> UInt64? {
        var freed: UInt64 = 0
        let oldest = self.newest - min(self.newest, Self.cells - 1)
        // One division for all: this is done for every request.
        var index = Self.index(oldest)
        for cell in oldest...self.newest {
            freed += UInt64(self.ring[index])
            if freed >= needed { return cell }
            index = index == Self.last ? 0 : index + 1
        }
        return nil
    }

    private static func index(_ cell: UInt64) -> Int { Int(truncatingIfNeeded: cell % Self.cells) }
}
