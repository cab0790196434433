/// The bytes of a query, one after the other, as they are, percent-decoded, or percent-decoded twice. Nothing is copied.
///
/// A percent sign that no two hexadecimal digits follow stands for itself. Each byte of the query is looked at a bounded
/// number of times, whatever it holds.
package struct DecodedBytes: Sendable {
    private var index: Int
    private let end: Int
    private let times: Int

    /// Decodes the bytes of the range 0, 1 or 2 times.
    package init(_ range: ByteRange, times: Int) {
        self.index = range.lowerBound
        self.end = range.upperBound
        self.times = times
    }

    /// The next byte; `nil` at the end.
    package mutating func next(in bytes: Span<UInt8>) -> UInt8? {
        switch self.times {
        case 0: self.plain(bytes)
        case 1: self.once(bytes)
        default: self.twice(bytes)
        }
    }

    @inline(__always)
    private mutating func plain(_ bytes: Span<UInt8>) -> UInt8? {
        guard self.index < self.end else { return nil }
        self.index += 1
        return bytes[self.index - 1]
    }

    @inline(__always)
    private mutating func once(_ bytes: Span<UInt8>) -> UInt8? {
        guard let byte = self.plain(bytes) else { return nil }
        guard byte == 0x25, self.index + 1 < self.end, ByteClass.isHex(bytes[self.index]),
            ByteClass.isHex(bytes[self.index + 1])
        else { return byte }
        self.index += 2
        return ByteClass.hexValue(bytes[self.index - 2]) << 4 | ByteClass.hexValue(bytes[self.index - 1])
    }

    private mutating func twice(_ bytes: Span<UInt8>) -> UInt8? {
        guard let byte = self.once(bytes) else { return nil }
        guard byte == 0x25 else { return byte }
        let mark = self.index
        if let high = self.once(bytes), ByteClass.isHex(high), let low = self.once(bytes), ByteClass.isHex(low) {
            return ByteClass.hexValue(high) << 4 | ByteClass.hexValue(low)
        }
        self.index = mark
        return byte
    }
}
