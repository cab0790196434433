/// The value of `traceparent` (W3C Trace Context, 3.2): which trace a request belongs to, and which span of it sent it.
package struct TraceParent: Equatable, Sendable {
    /// The trace id, most significant half first; never all zeros.
    package let traceHigh: UInt64
    package let traceLow: UInt64
    /// The id of the caller's span; never zero.
    package let spanID: UInt64

    /// Reads a value; `nil` unless it is valid. A version after 00 may go on behind a hyphen, version ff is none.
    package init?(_ value: Span<UInt8>) {
        guard value.count >= 55, value[2] == 0x2d, value[35] == 0x2d, value[52] == 0x2d,
            let version = Self.number(value, 0, 2), version != 0xff,
            let high = Self.number(value, 3, 16), let low = Self.number(value, 19, 16),
            let span = Self.number(value, 36, 16), Self.number(value, 53, 2) != nil
        else { return nil }
        guard value.count == 55 || version > 0 && value[55] == 0x2d else { return nil }
        guard high | low != 0, span != 0 else { return nil }
        self.traceHigh = high
        self.traceLow = low
        self.spanID = span
    }

    /// So many hexadecimal digits in lower case; at most sixteen.
    private static func number(_ value: Span<UInt8>, _ start: Int, _ count: Int) -> UInt64? {
        var number: UInt64 = 0
        for index in start..<start + count {
            let byte = value[index]
            guard ByteClass.isDigit(byte) || byte &- 0x61 < 6 else { return nil }
            number = number << 4 | UInt64(ByteClass.hexValue(byte))
        }
        return number
    }
}
