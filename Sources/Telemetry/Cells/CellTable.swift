import Synchronization

/// Counters of one event loop: rows of plain numbers, found by series. Written by its loop alone, read by anyone.
///
/// A relaxed load and a relaxed store are what a plain counter costs; that one loop writes makes them enough. Rows are
/// never given up, so a reader that has seen a row's key may read its cells at any time. When all rows are taken,
/// further series are counted in one row for all others.
package final class CellTable: Sendable {
    private static let vacant = UInt64.max

    /// Rows for series, without the row for all others.
    package let capacity: Int
    /// Cells of a row.
    package let width: Int
    private let keys: [CellPage]
    private let cells: [CellPage]

    /// A table of at least so many series, at most 65,536, each with so many cells.
    package init(capacity: Int, width: Int = 1) {
        self.capacity = min(max(capacity, 1), 65_536)
        self.width = min(max(width, 1), CellPage.size)
        self.keys = CellPage.pages(holding: self.capacity, initially: Self.vacant)
        self.cells = CellPage.pages(holding: (self.capacity + 1) * self.width, initially: 0)
    }

    /// Adds to one cell of a series. To be called by the table's loop only.
    package func add(_ amount: UInt64 = 1, to key: SeriesKey, column: Int = 0) {
        self.add(amount, row: self.row(of: key), column: column)
    }

    /// Position of a series' row, which it keeps for ever. To be called by the table's loop only.
    package func row(of key: SeriesKey) -> Int {
        // The upper half of the product, scaled to the table: a division would cost as much as all the rest.
        let mixed = (key.word &* 0x9e37_79b9_7f4a_7c15) >> 32
        var row = Int(truncatingIfNeeded: (mixed &* UInt64(self.capacity)) >> 32)
        for _ in 0..<self.capacity {
            let found = self.keys.load(row)
            if found == key.word { return row }
            if found == Self.vacant {
                self.keys.store(key.word, row)
                return row
            }
            row = row + 1 == self.capacity ? 0 : row + 1
        }
        return self.capacity
    }

    /// Adds to a row that `row(of:)` returned. To be called by the table's loop only.
    package func add(_ amount: UInt64, row: Int, column: Int) {
        let cell = row * self.width + column
        self.cells.store(self.cells.load(cell) &+ amount, cell)
    }

    /// Puts a number into a row that `row(of:)` returned. To be called by the table's loop only.
    package func set(_ value: UInt64, row: Int, column: Int) { self.cells.store(value, row * self.width + column) }

    /// Takes from a row, for numbers that also go down. To be called by the table's loop only.
    package func subtract(_ amount: UInt64 = 1, from key: SeriesKey, column: Int = 0) {
        self.add(0 &- amount, row: self.row(of: key), column: column)
    }

    /// Whether half of the rows are taken, so that new series may soon find none.
    package var isCrowded: Bool {
        var taken = 0
        for row in 0..<self.capacity where self.keys.load(row) != Self.vacant { taken += 1 }
        return taken > self.capacity / 2
    }

    /// A table with those of the series that are still wanted, and what was counted in the row for all others. To be called
    /// by the table's loop only, which counts in the copy from there on.
    package func copy(keeping isWanted: (SeriesKey) -> Bool) -> CellTable {
        let copy = CellTable(capacity: self.capacity, width: self.width)
        for row in 0...self.capacity {
            guard let (key, values) = self.read(row: row), key.map(isWanted) ?? true else { continue }
            let place = key.map { copy.row(of: $0) } ?? self.capacity
            for (column, value) in values.enumerated() { copy.set(value, row: place, column: column) }
        }
        return copy
    }

    /// The sums of several loops' tables, by series; `nil` stands for all series that found no row.
    package static func sums(of tables: [CellTable]) -> [SeriesKey?: [UInt64]] {
        var sums: [SeriesKey?: [UInt64]] = [:]
        for table in tables {
            for row in 0...table.capacity {
                guard let (key, values) = table.read(row: row) else { continue }
                if let known = sums[key] {
                    sums[key] = zip(known, values).map { $0 &+ $1 }
                } else {
                    sums[key] = values
                }
            }
        }
        return sums
    }

    /// The row's series and cells; `nil` when it has none.
    private func read(row: Int) -> (SeriesKey?, [UInt64])? {
        let word = row == self.capacity ? nil : self.keys.load(row)
        if word == Self.vacant { return nil }
        let values = (0..<self.width).map { self.cells.load(row * self.width + $0) }
        if word == nil, values.allSatisfy({ $0 == 0 }) { return nil }
        return (word.map(SeriesKey.init(word:)), values)
    }
}

/// 64 numbers next to each other.
private final class CellPage: Sendable {
    static let size = 64

    private let numbers: InlineArray<64, Atomic<UInt64>>

    init(initially value: UInt64) {
        self.numbers = .init { _ in Atomic(value) }
    }

    static func pages(holding count: Int, initially value: UInt64) -> [CellPage] {
        (0..<((count + Self.size - 1) / Self.size)).map { _ in .init(initially: value) }
    }

    func load(_ index: Int) -> UInt64 { self.numbers[index].load(ordering: .relaxed) }

    func store(_ value: UInt64, _ index: Int) { self.numbers[index].store(value, ordering: .relaxed) }
}

extension [CellPage] {
    fileprivate func load(_ index: Int) -> UInt64 { self[index >> 6].load(index & 63) }

    fileprivate func store(_ value: UInt64, _ index: Int) { self[index >> 6].store(value, index & 63) }
}
