/// When an endpoint that fails gets no requests for a while. Times are nanoseconds.
package struct EjectionSettings: Equatable, Sendable {
    /// So many failures in a row eject it; 0: never.
    package var failures: UInt32
    /// How long the first time. The second time twice, the third three times as long, and so on,
    package var base: UInt64
    /// but never longer than this.
    package var longest: UInt64
    /// How many of a hundred endpoints may be out at once; one always may, unless it is the only one.
    package var mostPercent: Int

    package init(
        failures: UInt32 = 5, base: UInt64 = 10_000_000_000, longest: UInt64 = 300_000_000_000, mostPercent: Int = 50
    ) {
        self.failures = failures
        self.base = base
        self.longest = longest
        self.mostPercent = min(max(mostPercent, 0), 100)
    }

    /// How many of so many endpoints may be out at once.
    func most(of count: Int) -> Int { count < 2 ? 0 : max(1, count * self.mostPercent / 100) }
}
