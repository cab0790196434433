/// What a histogram held when it was read.
package struct HistogramReading: Sendable, Hashable {
    package let buckets: Buckets
    /// For each bucket by itself, the one without a bound last.
    package let counts: [UInt64]
    package let sumNanoseconds: UInt64

    package init(buckets: Buckets, counts: [UInt64], sumNanoseconds: UInt64) {
        self.buckets = buckets
        self.counts = counts
        self.sumNanoseconds = sumNanoseconds
    }

    /// Durations counted.
    package var count: UInt64 { self.counts.reduce(0, &+) }
}
