import Dispatch
import Testing

@testable import Telemetry

@Suite struct CellTableTests {
    @Test func `a series is counted by itself`() {
        let table = CellTable(capacity: 100, width: 3)
        for index in 0..<UInt16(50) {
            for _ in 0...index { table.add(to: SeriesKey(index, 1, 2, 3), column: 1) }
        }
        let sums = CellTable.sums(of: [table])
        #expect(sums.count == 50)
        for index in 0..<UInt16(50) { #expect(sums[SeriesKey(index, 1, 2, 3)] == [0, UInt64(index) + 1, 0]) }
    }

    @Test func `the fields of a series come back as they went in`() {
        let key = SeriesKey(1, 65_535, 300, 4)
        #expect(key.first == 1 && key.second == 65_535 && key.third == 300 && key.fourth == 4)
        #expect(SeriesKey(7) == SeriesKey(7, 0, 0, 0))
    }

    @Test func `series beyond the capacity are counted together and nothing is lost`() {
        let table = CellTable(capacity: 8)
        for index in 0..<UInt16(1000) { table.add(to: SeriesKey(index)) }
        let sums = CellTable.sums(of: [table])
        #expect(sums.count == 9)
        #expect(sums[nil] == [992])
        #expect(sums.values.reduce(0) { $0 + $1[0] } == 1000)
    }

    @Test func `the tables of several loops add up`() {
        let tables = (0..<3).map { _ in CellTable(capacity: 4) }
        for (index, table) in tables.enumerated() {
            table.add(UInt64(index + 1), to: SeriesKey(1))
            table.add(10, to: SeriesKey(UInt16(index + 2)))
        }
        let sums = CellTable.sums(of: tables)
        #expect(sums[SeriesKey(1)] == [6])
        #expect(sums[SeriesKey(4)] == [10])
        #expect(sums[nil] == nil)
    }

    @Test func `a gauge goes down on another loop than it went up on`() {
        let tables = [CellTable(capacity: 4), CellTable(capacity: 4)]
        for _ in 0..<5 { tables[0].add(to: SeriesKey(1)) }
        for _ in 0..<3 { tables[1].subtract(from: SeriesKey(1)) }
        #expect(CellTable.sums(of: tables)[SeriesKey(1)] == [2])
    }

    @Test func `a reader beside a writer sees whole numbers that only grow`() {
        let table = CellTable(capacity: 64)
        DispatchQueue.concurrentPerform(iterations: 2) { side in
            if side == 0 {
                for step in 0..<50_000 { table.add(to: SeriesKey(UInt16(step % 32))) }
            } else {
                var last: UInt64 = 0
                for _ in 0..<200 {
                    let sum = CellTable.sums(of: [table]).values.reduce(0) { $0 + $1[0] }
                    #expect(sum >= last && sum <= 50_000)
                    last = sum
                }
            }
        }
        #expect(CellTable.sums(of: [table]).values.reduce(0) { $0 + $1[0] } == 50_000)
    }

    @Test func `a copy has what is wanted, and room for more`() {
        let table = CellTable(capacity: 4)
        for series in 0..<6 as Range<UInt16> { table.add(UInt64(series) + 1, to: SeriesKey(series)) }
        #expect(table.isCrowded)
        let copy = table.copy { $0.first == 2 }
        #expect(!copy.isCrowded)
        copy.add(5, to: SeriesKey(9))
        let sums = CellTable.sums(of: [copy])
        #expect(sums[SeriesKey(2)] == [3] && sums[SeriesKey(9)] == [5])
        // What found no row is still counted among all others.
        #expect(sums[nil] == [11] && sums.count == 3)
    }
}
