import HTTPMachines
import Keys
import NIOCore

/// Something heads and bodies of our own are written into, piece by piece.
protocol TextSink {
    mutating func put(_ bytes: UnsafeRawBufferPointer)
    mutating func put(_ byte: UInt8)
}

extension ByteBuffer: TextSink {
    mutating func put(_ bytes: UnsafeRawBufferPointer) { self.writeBytes(bytes) }
    mutating func put(_ byte: UInt8) { self.writeInteger(byte) }
}

extension TextSink {
    /// Appends the bytes of a range of what was parsed.
    @inline(__always)
    mutating func write(_ range: ByteRange, of bytes: Span<UInt8>) {
        bytes.bytes.extracting(range.offsets).withUnsafeBytes { self.put($0) }
    }

    @inline(__always)
    mutating func write(_ text: StaticString) {
        self.put(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    @inline(__always)
    mutating func write(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { self.put($0) }
    }

    /// Appends a text as it is.
    @inline(__always)
    mutating func write(text: String) {
        text.utf8Span.span.bytes.withUnsafeBytes { self.put($0) }
    }

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
        digits.span.extracting(index..<20).bytes.withUnsafeBytes { self.put($0) }
    }

    /// Appends the sixteen characters of an id behind its type prefix.
    mutating func writeID<Kind: ObjectKind>(_ id: ObjectID<Kind>, prefix: StaticString) {
        self.write(prefix)
        withUnsafeBytes(of: (id.high.bigEndian, id.low.bigEndian)) { self.put($0) }
    }

    /// Appends a String of RFC 9651; bytes that it may not hold become `%xx`, so that no value can end a line.
    mutating func writeStructuredString(_ text: String) {
        self.put(0x22)
        defer { self.put(0x22) }
        let bytes = text.utf8Span.span
        // Nearly every name is plain and goes out in one piece.
        let isPlain = bytes.indices.allSatisfy { 0x20...0x7e ~= bytes[$0] && bytes[$0] != 0x22 && bytes[$0] != 0x5c }
        guard !isPlain else { return bytes.bytes.withUnsafeBytes { self.put($0) } }
        for index in bytes.indices {
            let byte = bytes[index]
            switch byte {
            case 0x22, 0x5c:
                self.put(0x5c)
                self.put(byte)
            case 0x20...0x7e:
                self.put(byte)
            default:
                self.put(0x25)
                self.writeHexadecimal(byte)
            }
        }
    }

    /// Appends the inside of a JSON string.
    mutating func writeJSONEscaped(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            switch byte {
            case 0x22, 0x5c:
                self.put(0x5c)
                self.put(byte)
            case 0..<0x20:
                self.write("\\u00")
                self.writeHexadecimal(byte)
            default:
                self.put(byte)
            }
        }
    }

    /// Appends sixteen hexadecimal digits in lower case.
    mutating func writeHexadecimal(word: UInt64) {
        var digits = InlineArray<16, UInt8>(repeating: 0)
        for index in 0..<16 {
            let digit = UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * index)) & 0xf
            digits[index] = digit < 10 ? 0x30 + digit : 0x57 + digit
        }
        digits.span.bytes.withUnsafeBytes { self.put($0) }
    }

    private mutating func writeHexadecimal(_ byte: UInt8) {
        for digit in [byte >> 4, byte & 0xf] { self.put(digit < 10 ? 0x30 + digit : 0x61 + digit - 10) }
    }
}
