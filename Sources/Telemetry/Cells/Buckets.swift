/// The upper bounds of a histogram's buckets, fixed so that every instance's can be added up.
package struct Buckets: Sendable, Hashable {
    /// In nanoseconds, ascending. The last bucket, without a bound, is not listed.
    package let bounds: [UInt64]
    /// The same in seconds, as text.
    let texts: [String]

    private init(_ steps: [(String, UInt64)]) {
        self.texts = steps.map(\.0)
        self.bounds = steps.map { $0.1 * 1000 }
    }

    /// Buckets in all.
    package var count: Int { self.bounds.count + 1 }

    /// Position of the bucket a duration falls into: the first whose bound is not below it.
    package func position(of nanoseconds: UInt64) -> Int {
        var position = 0
        while position < self.bounds.count, self.bounds[position] < nanoseconds { position += 1 }
        return position
    }

    /// OpenTelemetry's bounds for request durations: 5 ms to 10 s.
    package static let requests = Self([
        ("0.005", 5_000), ("0.01", 10_000), ("0.025", 25_000), ("0.05", 50_000), ("0.075", 75_000), ("0.1", 100_000),
        ("0.25", 250_000), ("0.5", 500_000), ("0.75", 750_000), ("1", 1_000_000), ("2.5", 2_500_000),
        ("5", 5_000_000), ("7.5", 7_500_000), ("10", 10_000_000),
    ])

    /// For what the gateway does by itself: 10 µs to 0.1 s.
    package static let overhead = Self([
        ("0.00001", 10), ("0.000025", 25), ("0.00005", 50), ("0.0001", 100), ("0.00025", 250), ("0.0005", 500),
        ("0.001", 1_000), ("0.0025", 2_500), ("0.005", 5_000), ("0.01", 10_000), ("0.05", 50_000), ("0.1", 100_000),
    ])
}
