extension Duration {
    /// Whole nanoseconds, kept within what 64 bits hold; 0 for negative ones.
    var nanoseconds: UInt64 {
        let (seconds, attoseconds) = self.components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let (product, overflow) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow, product < 1 << 62 else { return 1 << 62 }
        return product + UInt64(attoseconds) / 1_000_000_000
    }
}
