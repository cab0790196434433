import HTTPMachines
import Keys
import NIOCore

extension ByteBuffer {
    /// Appends the bytes of a range of what was parsed.
    @inline(__always)
    mutating func write(_ range: ByteRange, of bytes: Span<UInt8>) {
        self.writeBytes(bytes.bytes.extracting(range.offsets))
    }

    @inline(__always)
    mutating func write(_ text: StaticString) { self.writeStaticString(text) }

    /// Appends a decimal number.
    mutating func writeDecimal(_ value: UInt64) {
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var index = 20
        var rest = value
        repeat {
            index -= 1
            digits[index] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        self.writeBytes(digits.span.extracting(index..<20).bytes)
    }

    /// Appends the sixteen characters of an id behind its type prefix.
    mutating func writeID<Kind: ObjectKind>(_ id: ObjectID<Kind>, prefix: StaticString) {
        self.write(prefix)
        self.writeInteger(id.high)
        self.writeInteger(id.low)
    }

    /// Appends a String of RFC 9651; bytes that it may not hold become `%xx`, so that no value can end a line.
    mutating func writeStructuredString(_ text: String) {
        self.writeInteger(0x22 as UInt8)
        defer { self.writeInteger(0x22 as UInt8) }
        let bytes = text.utf8Span.span
        // Nearly every name is plain and goes out in one piece.
        let isPlain = bytes.indices.allSatisfy { 0x20...0x7e ~= bytes[$0] && bytes[$0] != 0x22 && bytes[$0] != 0x5c }
        guard !isPlain else { return _ = self.writeBytes(bytes.bytes) }
        for index in bytes.indices {
            let byte = bytes[index]
            switch byte {
            case 0x22, 0x5c:
                self.writeInteger(0x5c as UInt8)
                self.writeInteger(byte)
            case 0x20...0x7e:
                self.writeInteger(byte)
            default:
                self.writeInteger(0x25 as UInt8)
                self.writeHexadecimal(byte)
            }
        }
    }

    /// Appends the inside of a JSON string.
    mutating func writeJSONEscaped(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            switch byte {
            case 0x22, 0x5c:
                self.writeInteger(0x5c as UInt8)
                self.writeInteger(byte)
            case 0..<0x20:
                self.write("\\u00")
                self.writeHexadecimal(byte)
            default:
                self.writeInteger(byte)
            }
        }
    }

    private mutating func writeHexadecimal(_ byte: UInt8) {
        for digit in [byte >> 4, byte & 0xf] { self.writeInteger(digit < 10 ? 0x30 + digit : 0x61 + digit - 10) }
    }
}
