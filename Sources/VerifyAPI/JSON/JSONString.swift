import HTTPMachines

/// Where the inside of a JSON string lies. It has been held to the grammar, so decoding cannot fail.
struct JSONString: Equatable {
    let start: Int
    let end: Int
    let hasEscapes: Bool

    /// Appends the text.
    func append(from bytes: Span<UInt8>, to output: inout [UInt8]) {
        guard self.hasEscapes else { return output.write(bytes.extracting(self.start..<self.end)) }
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

    /// Whether the text is the constant.
    func isEqual(to text: StaticString, in bytes: Span<UInt8>) -> Bool {
        guard self.hasEscapes else { return bytes.extracting(self.start..<self.end).isEqual(to: text) }
        var decoded: [UInt8] = []
        self.append(from: bytes, to: &decoded)
        return decoded.span.isEqual(to: text)
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
        (0..<4).reduce(0) { $0 << 4 | UInt32(ByteClass.hexValue(bytes[index + $1])) }
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
