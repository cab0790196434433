/// Where a tree divides: the left half is the largest full tree that is smaller than the whole (RFC 6962, section 2.1).
enum TreeSplit {
    /// The first leaf of the right half of at least two leaves.
    static func middle(of leaves: Range<UInt64>) -> UInt64 {
        let last = leaves.upperBound - leaves.lowerBound - 1
        precondition(last > 0, "a single leaf has no halves")
        return leaves.lowerBound + 1 << UInt64(63 - last.leadingZeroBitCount)
    }
}
