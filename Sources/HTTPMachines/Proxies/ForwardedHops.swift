/// The elements of one `X-Forwarded-For` line from right to left.
package struct ForwardedHops {
    private let start: Int
    private var end: Int
    private var isOver = false

    package init(_ value: ByteRange) {
        self.start = value.lowerBound
        self.end = value.upperBound
    }

    /// The next hop without white space, which may be empty; `nil` when there are no more.
    package mutating func next(in bytes: Span<UInt8>) -> ByteRange? {
        guard !self.isOver else { return nil }
        var comma = self.end
        while comma > self.start, bytes[comma - 1] != 0x2c { comma -= 1 }
        var (first, last) = (comma, self.end)
        while first < last, ByteClass.isSpace(bytes[first]) { first += 1 }
        while last > first, ByteClass.isSpace(bytes[last - 1]) { last -= 1 }
        self.isOver = comma == self.start
        self.end = comma - 1
        return ByteRange(start: first, end: last)
    }
}
