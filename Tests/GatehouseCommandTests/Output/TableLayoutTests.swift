import TestKit
import Testing

@testable import gatehouse

@Suite struct TableLayoutTests {
    @Test func `a table that fits keeps its widths`() {
        #expect(TableLayout.widths(natural: [5, 5], mayBeCut: [true, true], available: 12) == [5, 5])
    }

    @Test func `the widest column gives first`() {
        #expect(TableLayout.widths(natural: [20, 10], mayBeCut: [true, true], available: 27) == [15, 10])
    }

    @Test func `a column that may not be cut gives nothing`() {
        #expect(TableLayout.widths(natural: [20, 10], mayBeCut: [false, true], available: 28) == [20, 6])
    }

    @Test func `it ends even when nothing fits`() {
        #expect(TableLayout.widths(natural: [30, 30], mayBeCut: [false, false], available: 1) == [30, 30])
        #expect(TableLayout.widths(natural: [], mayBeCut: [], available: 10).isEmpty)
    }

    @Test func `no column grows and none falls below the narrowest`() {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<1000 {
            let natural = (0..<6).map { _ in Int.random(in: 0...80, using: &generator) }
            let mayBeCut = natural.map { _ in Bool.random(using: &generator) }
            let widths = TableLayout.widths(
                natural: natural, mayBeCut: mayBeCut, available: Int.random(in: 1...200, using: &generator))
            for index in natural.indices {
                #expect(widths[index] <= natural[index])
                #expect(widths[index] >= min(natural[index], TableLayout.narrowest))
                #expect(mayBeCut[index] || widths[index] == natural[index])
            }
        }
    }
}
