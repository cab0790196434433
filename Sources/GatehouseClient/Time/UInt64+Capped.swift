extension UInt64 {
    /// The sum, or the greatest number where it does not fit.
    func addingCapped(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = self.addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
