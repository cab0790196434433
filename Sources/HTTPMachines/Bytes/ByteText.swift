/// Comparisons of parsed bytes with constant text, without allocation. Constants are lower-case ASCII.
enum ByteText {
    /// Whether the bytes are exactly the text.
    @inline(__always)
    static func equals(_ bytes: Span<UInt8>, _ range: ByteRange, _ text: StaticString) -> Bool {
        guard Int(range.count) == text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { buffer in
            for index in 0..<buffer.count where bytes[range.lowerBound &+ index] != buffer[index] { return false }
            return true
        }
    }

    /// Whether the bytes are the text, whatever the case of the letters.
    @inline(__always)
    static func equalsFoldingCase(_ bytes: Span<UInt8>, _ range: ByteRange, _ text: StaticString) -> Bool {
        Int(range.count) == text.utf8CodeUnitCount && hasPrefixFoldingCase(bytes, range, text)
    }

    /// Whether the bytes begin with the text, whatever the case of the letters.
    @inline(__always)
    static func hasPrefixFoldingCase(_ bytes: Span<UInt8>, _ range: ByteRange, _ text: StaticString) -> Bool {
        guard Int(range.count) >= text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { buffer in
            for index in 0..<buffer.count where lowercased(bytes[range.lowerBound &+ index]) != buffer[index] {
                return false
            }
            return true
        }
    }

    /// Like `hasPrefixFoldingCase`, with every byte but letters and digits read as `-`: servers that hand fields to programs
    /// as environment variables cannot tell these apart (`X_Real.IP` becomes `HTTP_X_REAL_IP`).
    @inline(__always)
    static func hasPrefixFoldingSymbols(_ bytes: Span<UInt8>, _ range: ByteRange, _ text: StaticString) -> Bool {
        guard Int(range.count) >= text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { buffer in
            for index in 0..<buffer.count {
                guard foldedSymbol(bytes[range.lowerBound &+ index]) == buffer[index] else { return false }
            }
            return true
        }
    }

    @inline(__always)
    static func equalsFoldingSymbols(_ bytes: Span<UInt8>, _ range: ByteRange, _ text: StaticString) -> Bool {
        Int(range.count) == text.utf8CodeUnitCount && hasPrefixFoldingSymbols(bytes, range, text)
    }

    /// Whether two stretches of the same bytes are equal whatever the case of the letters.
    static func areEqualFoldingCase(_ bytes: Span<UInt8>, _ one: ByteRange, _ other: ByteRange) -> Bool {
        guard one.count == other.count else { return false }
        for index in 0..<Int(one.count)
        where lowercased(bytes[one.lowerBound + index]) != lowercased(bytes[other.lowerBound + index]) { return false }
        return true
    }

    /// A letter in lower case, a digit as it is, anything else as a hyphen.
    @inline(__always)
    static func foldedSymbol(_ byte: UInt8) -> UInt8 {
        let letter = byte | 0x20
        if letter &- 0x61 < 26 { return letter }
        return ByteClass.isDigit(byte) ? byte : 0x2d
    }

    @inline(__always)
    static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}
