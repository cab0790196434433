import HTTPMachines
import Keys
import NIOCore

/// Something heads and bodies of our own are written into, piece by piece.
protocol TextSink {
    mutating func put(_ bytes: UnsafeRawBufferPointer)
    mutating func put(_ byte: UInt8)
    /// Appends so many bytes of a word, the lowest first: one to eight.
    mutating func put(_ word: UInt64, count: Int)
}

extension ByteBuffer: TextSink {
    mutating func put(_ bytes: UnsafeRawBufferPointer) { self.writeBytes(bytes) }
    mutating func put(_ byte: UInt8) { self.writeInteger(byte) }
    mutating func put(_ word: UInt64, count: Int) {
        withUnsafeBytes(of: word.littleEndian) { self.put(UnsafeRawBufferPointer(rebasing: $0.prefix(count))) }
    }
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
        guard value < 100_000_000 else {
            self.writeDecimal(value / 100_000_000)
            return self.putDigits(of: value % 100_000_000, atLeast: 8)
        }
        self.putDigits(of: value, atLeast: 1)
    }

    /// Appends the digits of a number of at most eight, with zeros before them where there are fewer than `least`.
    @inline(__always)
    private mutating func putDigits(of value: UInt64, atLeast least: Int) {
        var (word, rest, count): (UInt64, UInt64, Int) = (0, value, 0)
        repeat {
            word = word << 8 | (0x30 + rest % 10)
            rest /= 10
            count += 1
        } while rest > 0 || count < least
        self.put(word, count: count)
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
        self.put(Self.hexadecimal(word >> 32), count: 8)
        self.put(Self.hexadecimal(word & 0xffff_ffff), count: 8)
    }

    /// Eight hexadecimal digits of a number of 32 bits, the first in the lowest byte: all at once.
    private static func hexadecimal(_ value: UInt64) -> UInt64 {
        var digits = (value | value << 16) & 0x0000_ffff_0000_ffff
        digits = (digits | digits << 8) & 0x00ff_00ff_00ff_00ff
        digits = (digits | digits << 4) & 0x0f0f_0f0f_0f0f_0f0f
        // A digit above nine carries into the upper half of its byte when six are added.
        let letters = ((digits &+ 0x0606_0606_0606_0606) >> 4) & 0x0101_0101_0101_0101
        return (digits &+ 0x3030_3030_3030_3030 &+ letters &* 0x27).byteSwapped
    }

    private mutating func writeHexadecimal(_ byte: UInt8) {
        for digit in [byte >> 4, byte & 0xf] { self.put(digit < 10 ? 0x30 + digit : 0x61 + digit - 10) }
    }
}
