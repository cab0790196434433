/// Histograms of one event loop, found by series. Written by its loop alone, read by anyone.
package final class HistogramTable: Sendable {
    package let buckets: Buckets
    private let cells: CellTable

    /// Histograms for so many series.
    package init(_ buckets: Buckets, capacity: Int) {
        self.buckets = buckets
        self.cells = .init(capacity: capacity, width: buckets.count + 1)
    }

    /// Counts one duration. To be called by the table's loop only.
    package func record(_ nanoseconds: UInt64, in key: SeriesKey) {
        let row = self.cells.row(of: key)
        self.cells.add(1, row: row, column: self.buckets.position(of: nanoseconds))
        self.cells.add(nanoseconds, row: row, column: self.buckets.count)
    }

    /// Whether half of the series are taken.
    package var isCrowded: Bool { self.cells.isCrowded }

    /// The histograms that are still wanted. To be called by the table's loop only, which counts in the copy from there on.
    package func copy(keeping isWanted: (SeriesKey) -> Bool) -> HistogramTable {
        HistogramTable(self.buckets, cells: self.cells.copy(keeping: isWanted))
    }

    private init(_ buckets: Buckets, cells: CellTable) {
        self.buckets = buckets
        self.cells = cells
    }

    /// The sums of several loops' histograms with the same buckets, by series; `nil` stands for all series that found no
    /// row.
    package static func sums(of tables: [HistogramTable]) -> [SeriesKey?: HistogramReading] {
        guard let buckets = tables.first?.buckets else { return [:] }
        return CellTable.sums(of: tables.filter { $0.buckets == buckets }.map(\.cells)).mapValues {
            HistogramReading(buckets: buckets, counts: Array($0.dropLast()), sumNanoseconds: $0.last ?? 0)
        }
    }
}
