/// The names and values of a query string, percent-decoded one after the other into a small buffer on the stack.
///
/// A component whose decoded text is longer than `longest` bytes is passed over: nothing that is looked for is as long.
package enum QueryComponents {
    /// Longest decoded component that is shown.
    package static let longest = 128

    /// Whether any name or value of the query, decoded, satisfies `matches`. `&` and `;` separate components, the first
    /// `=` parts name from value, and `+` is a space.
    package static func contains(
        _ query: ByteRange, of bytes: Span<UInt8>, where matches: (Span<UInt8>) -> Bool
    ) -> Bool {
        var decoded = InlineArray<128, UInt8>(repeating: 0)
        var index = query.lowerBound
        var isName = true
        while index < query.upperBound {
            let count = decode(bytes, &index, query.upperBound, isName: isName, into: &decoded)
            if let count, count > 0, matches(decoded.span.extracting(0..<count)) { return true }
            isName = index >= query.upperBound || bytes[index] != 0x3d
            index += 1
        }
        return false
    }

    /// Decodes up to the end of a component and leaves `index` there; `nil` when the text is too long.
    private static func decode(
        _ bytes: Span<UInt8>, _ index: inout Int, _ end: Int, isName: Bool, into decoded: inout InlineArray<128, UInt8>
    ) -> Int? {
        var count = 0
        while index < end {
            var byte = bytes[index]
            if byte == 0x26 || byte == 0x3b || (isName && byte == 0x3d) { break }
            index += 1
            if byte == 0x2b { byte = 0x20 }
            if byte == 0x25, index + 1 < end, ByteClass.isHex(bytes[index]), ByteClass.isHex(bytes[index + 1]) {
                byte = ByteClass.hexValue(bytes[index]) << 4 | ByteClass.hexValue(bytes[index + 1])
                index += 2
            }
            if count < longest { decoded[count] = byte }
            count += 1
        }
        return count <= longest ? count : nil
    }
}
