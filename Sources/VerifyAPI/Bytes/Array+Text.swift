import Keys

/// Appends text to bytes without making strings on the way.
extension [UInt8] {
    @inline(__always)
    mutating func write(_ text: StaticString) {
        self.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    @inline(__always)
    mutating func write(_ bytes: Span<UInt8>) {
        bytes.withUnsafeBufferPointer { self.append(contentsOf: $0) }
    }

    mutating func write(_ text: String) {
        self.write(text.utf8Span.span)
    }

    mutating func writeLine() { self.write("\r\n") }

    /// A decimal number.
    mutating func writeDecimal(_ value: UInt64) {
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var index = 20
        var rest = value
        repeat {
            index -= 1
            digits[index] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        self.write(digits.span.extracting(index..<20))
    }

    mutating func writeDecimal(_ value: Int64) {
        if value < 0 { self.append(0x2d) }
        self.writeDecimal(value.magnitude)
    }

    mutating func writeDecimal(_ value: UInt32) { self.writeDecimal(UInt64(value)) }

    /// The sixteen characters of an id behind its type prefix.
    mutating func writeID<Kind: ObjectKind>(_ id: ObjectID<Kind>, prefix: StaticString) {
        self.write(prefix)
        var characters = InlineArray<16, UInt8>(repeating: 0)
        for index in 0..<8 {
            characters[index] = UInt8(truncatingIfNeeded: id.high >> UInt64(56 - 8 * index))
            characters[index + 8] = UInt8(truncatingIfNeeded: id.low >> UInt64(56 - 8 * index))
        }
        self.write(characters.span)
    }

    /// Eleven base62 digits, which hold any 64 bits.
    mutating func writeBase62(_ value: UInt64) {
        var digits = InlineArray<11, UInt8>(repeating: 0x30)
        var rest = value
        for index in stride(from: 10, through: 0, by: -1) {
            let digit = UInt8(truncatingIfNeeded: rest % 62)
            digits[index] = digit < 10 ? 0x30 + digit : digit < 36 ? 0x41 + digit - 10 : 0x61 + digit - 36
            rest /= 62
        }
        self.write(digits.span)
    }

    /// A JSON string, quotes included.
    mutating func writeJSONString(_ text: String) {
        self.append(0x22)
        let bytes = text.utf8Span.span
        var plain = true
        for index in bytes.indices where bytes[index] < 0x20 || bytes[index] == 0x22 || bytes[index] == 0x5c {
            plain = false
        }
        if plain { self.write(bytes) } else { self.writeEscaped(bytes) }
        self.append(0x22)
    }

    private mutating func writeEscaped(_ bytes: Span<UInt8>) {
        for index in bytes.indices {
            let byte = bytes[index]
            switch byte {
            case 0x22, 0x5c:
                self.append(0x5c)
                self.append(byte)
            case 0..<0x20:
                self.write("\\u00")
                self.append(Self.hexDigit(byte >> 4))
                self.append(Self.hexDigit(byte & 0xf))
            default: self.append(byte)
            }
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x61 + value - 10 }

    /// `2026-12-01T00:00:00Z` (RFC 3339), milliseconds only when there are any.
    mutating func writeTime(_ time: WallTime) {
        let seconds = Swift.min(Swift.max(time.seconds, 0), WallTime.distantFuture.seconds)
        let (year, month, day) = CivilDate.fromDays(seconds / 86_400)
        let second = seconds % 86_400
        self.writePadded(year, 4)
        self.append(0x2d)
        self.writePadded(month, 2)
        self.append(0x2d)
        self.writePadded(day, 2)
        self.append(0x54)
        self.writePadded(second / 3600, 2)
        self.append(0x3a)
        self.writePadded(second / 60 % 60, 2)
        self.append(0x3a)
        self.writePadded(second % 60, 2)
        let fraction = time.milliseconds % 1000
        if fraction > 0, time.seconds == seconds {
            self.append(0x2e)
            self.writePadded(fraction, 3)
        }
        self.append(0x5a)
    }

    private mutating func writePadded(_ value: Int64, _ width: Int) {
        var divisor: Int64 = 1
        for _ in 1..<width { divisor *= 10 }
        while divisor > 0 {
            self.append(0x30 + UInt8(truncatingIfNeeded: value / divisor % 10))
            divisor /= 10
        }
    }
}
