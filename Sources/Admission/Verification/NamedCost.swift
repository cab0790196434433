/// What a verifier wants charged to one limit, named by bytes in the span that is passed beside it.
package struct NamedCost: Sendable, BitwiseCopyable {
    /// Most of them in one verification.
    package static let most = 10

    /// Where the limit's name begins.
    package let start: UInt32
    package let length: UInt32
    /// 0 asks without spending.
    package let cost: UInt32
    /// Numbers for a limit that the key does not have: requests in `seconds`. 0 when the verifier gave none.
    package let limit: UInt32
    package let seconds: UInt32

    package init(start: Int, length: Int, cost: UInt32, limit: UInt32 = 0, seconds: UInt32 = 0) {
        self.start = UInt32(truncatingIfNeeded: start)
        self.length = UInt32(truncatingIfNeeded: length)
        self.cost = cost
        self.limit = limit
        self.seconds = seconds
    }

    var range: Range<Int> { Int(self.start)..<(Int(self.start) + Int(self.length)) }
    /// Whether it brings its own numbers.
    var isInline: Bool { self.limit > 0 && self.seconds > 0 }
}
