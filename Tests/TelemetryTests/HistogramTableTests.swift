import Testing

@testable import Telemetry

@Suite struct HistogramTableTests {
    @Test func `a duration on a bound belongs to the bound's bucket`() {
        let buckets = Buckets.requests
        #expect(buckets.position(of: 0) == 0)
        #expect(buckets.position(of: 5_000_000) == 0)
        #expect(buckets.position(of: 5_000_001) == 1)
        #expect(buckets.position(of: 10_000_000_000) == 13)
        #expect(buckets.position(of: .max) == 14)
    }

    @Test func `texts and numbers of the bounds are the same`() {
        for buckets in [Buckets.requests, .overhead] {
            #expect(buckets.texts.count == buckets.bounds.count)
            for (text, bound) in zip(buckets.texts, buckets.bounds) {
                #expect(Double(text).map { ($0 * 1e9).rounded() } == Double(bound))
            }
            #expect(buckets.bounds == buckets.bounds.sorted())
        }
    }

    @Test func `the histograms of several loops add up`() {
        let tables = [HistogramTable(.overhead, capacity: 10), HistogramTable(.overhead, capacity: 10)]
        tables[0].record(9_000, in: SeriesKey(1))
        tables[1].record(11_000, in: SeriesKey(1))
        tables[1].record(5_000_000_000, in: SeriesKey(1))
        tables[1].record(1, in: SeriesKey(2))
        let sums = HistogramTable.sums(of: tables)
        #expect(sums[SeriesKey(1)]?.count == 3)
        #expect(sums[SeriesKey(1)]?.counts.prefix(2) == [1, 1])
        #expect(sums[SeriesKey(1)]?.counts.last == 1)
        #expect(sums[SeriesKey(1)]?.sumNanoseconds == 5_000_020_000)
        #expect(sums[SeriesKey(2)]?.count == 1)
        #expect(HistogramTable.sums(of: []).isEmpty)
    }
}
