extension UInt64 {
    /// The positions of the bits that are set, the lowest first.
    var setBits: SetBits { .init(left: self) }
}

/// Goes through the bits of a word as it was: what becomes of the word meanwhile changes nothing.
struct SetBits: Sequence, IteratorProtocol {
    fileprivate var left: UInt64

    mutating func next() -> Int? {
        guard self.left != 0 else { return nil }
        defer { self.left &= self.left - 1 }
        return self.left.trailingZeroBitCount
    }
}
