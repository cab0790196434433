/// Where the inside of a JSON string lies. It has been held to the grammar, so decoding cannot fail.
package struct JSONString: Equatable, Sendable {
    /// Offset behind the opening quote.
    package let start: Int
    /// Offset of the closing quote.
    package let end: Int
    package let hasEscapes: Bool

    /// Appends the text.
    package func append(from bytes: Span<UInt8>, to output: inout [UInt8]) {
        guard self.hasEscapes else {
            return bytes.extracting(self.start..<self.end).withUnsafeBufferPointer { output.append(contentsOf: $0) }
        }
        var index = self.start
        while index < self.end {
            if bytes[index] == 0x5c {
                self.appendEscape(bytes, &index, to: &output)
            } else {
                output.append(bytes[index])
                index += 1
            }
        }
    }

    /// The text in UTF-8.
    package func bytes(in bytes: Span<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        self.append(from: bytes, to: &output)
        return output
    }

    package func text(in bytes: Span<UInt8>) -> String {
        String(decoding: self.bytes(in: bytes), as: UTF8.self)
    }

    /// Whether the text is the constant.
    package func isEqual(to text: StaticString, in bytes: Span<UInt8>) -> Bool {
        guard self.hasEscapes else { return Self.isEqual(bytes.extracting(self.start..<self.end), to: text) }
        return Self.isEqual(self.bytes(in: bytes).span, to: text)
    }

    private static func isEqual(_ bytes: Span<UInt8>, to text: StaticString) -> Bool {
        guard bytes.count == text.utf8CodeUnitCount else { return false }
        let other = text.utf8Start
        for index in bytes.indices where bytes[index] != other[index] { return false }
        return true
    }

    private func appendEscape(_ bytes: Span<UInt8>, _ index: inout Int, to output: inout [UInt8]) {
        let letter = bytes[index + 1]
        index += 2
        switch letter {
        case 0x62: output.append(0x08)
        case 0x66: output.append(0x0c)
        case 0x6e: output.append(0x0a)
        case 0x72: output.append(0x0d)
        case 0x74: output.append(0x09)
        case 0x75:
            var scalar = Self.unit(bytes, at: index)
            index += 4
            if scalar & 0xfc00 == 0xd800 {
                scalar = 0x1_0000 + (scalar & 0x3ff) << 10 + Self.unit(bytes, at: index + 2) & 0x3ff
                index += 6
            }
            Self.append(scalar, to: &output)
        default: output.append(letter)
        }
    }

    /// The four hexadecimal digits at an offset.
    static func unit(_ bytes: Span<UInt8>, at index: Int) -> UInt32 {
        var unit: UInt32 = 0
        for offset in 0..<4 { unit = unit << 4 | UInt32(self.hexadecimal(bytes[index + offset]) ?? 0) }
        return unit
    }

    /// The value of a hexadecimal digit.
    static func hexadecimal(_ byte: UInt8) -> UInt8? {
        if byte &- 0x30 < 10 { return byte &- 0x30 }
        let letter = (byte | 0x20) &- 0x61
        return letter < 6 ? letter + 10 : nil
    }

    private static func append(_ scalar: UInt32, to output: inout [UInt8]) {
        let tail = { (shift: UInt32) in UInt8(truncatingIfNeeded: 0x80 | scalar >> shift & 0x3f) }
        switch scalar {
        case 0..<0x80: output.append(UInt8(truncatingIfNeeded: scalar))
        case 0x80..<0x800:
            output.append(UInt8(truncatingIfNeeded: 0xc0 | scalar >> 6))
            output.append(tail(0))
        case 0x800..<0x1_0000:
            output.append(UInt8(truncatingIfNeeded: 0xe0 | scalar >> 12))
            output.append(tail(6))
            output.append(tail(0))
        default:
            output.append(UInt8(truncatingIfNeeded: 0xf0 | scalar >> 18))
            output.append(tail(12))
            output.append(tail(6))
            output.append(tail(0))
        }
    }
}
