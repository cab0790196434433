/// The endpoints that a request has been tried on: the last four, in one word.
package struct TriedEndpoints: Equatable, Sendable {
    /// Sixteen bits for each; all set for none.
    private var word = UInt64.max

    package init() {}

    package mutating func insert(_ slot: Int) {
        self.word = self.word << 16 | UInt64(UInt16(truncatingIfNeeded: slot))
    }

    package func contains(_ slot: Int) -> Bool {
        let number = UInt16(truncatingIfNeeded: slot)
        var rest = self.word
        for _ in 0..<4 {
            if UInt16(truncatingIfNeeded: rest) == number { return true }
            rest >>= 16
        }
        return false
    }
}
