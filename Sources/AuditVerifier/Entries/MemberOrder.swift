import JSONText

/// The order of an object's members: by the UTF-16 units of their names (RFC 8785, section 3.2.3).
enum MemberOrder {
    /// Whether the name in the first range comes before the other; two that are the same are in no order.
    static func isBefore(_ left: Range<Int>, _ right: Range<Int>, in bytes: Span<UInt8>) -> Bool {
        let common = min(left.count, right.count)
        for offset in 0..<common {
            let (first, second) = (bytes[left.lowerBound + offset], bytes[right.lowerBound + offset])
            // Where both are plain ASCII, bytes and units are in the same order.
            guard self.isPlain(first), self.isPlain(second) else { return self.isBeforeInFull(left, right, in: bytes) }
            if first != second { return first < second }
        }
        return left.count < right.count
    }

    private static func isPlain(_ byte: UInt8) -> Bool { byte < 0x80 && byte != UInt8(ascii: "\\") }

    private static func isBeforeInFull(_ left: Range<Int>, _ right: Range<Int>, in bytes: Span<UInt8>) -> Bool {
        self.text(left, in: bytes).utf16.lexicographicallyPrecedes(self.text(right, in: bytes).utf16)
    }

    /// The name without its escapes, of which canonical form has few.
    private static func text(_ name: Range<Int>, in bytes: Span<UInt8>) -> String {
        var reader = JSONReader()
        let quoted = bytes.extracting((name.lowerBound - 1)..<(name.upperBound + 1))
        guard let string = try? reader.string(quoted) else { return "" }
        return string.text(in: quoted)
    }
}
