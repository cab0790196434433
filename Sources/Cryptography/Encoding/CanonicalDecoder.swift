package import Keys

/// Reads what `CanonicalEncoder` wrote. Total: any bytes give a value or an error, never a trap, and no count in the
/// input makes it take more memory than the input is long.
///
/// Inlinable, because a start reads every key through it.
@usableFromInline
package struct CanonicalDecoder {
    @usableFromInline let bytes: UnsafeRawBufferPointer
    /// How many bytes were read so far.
    @usableFromInline package var position = 0

    @usableFromInline
    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// Reads one value that must use up all the bytes.
    @inlinable
    package static func decode<Value>(
        _ bytes: UnsafeRawBufferPointer, _ body: (inout Self) throws(CryptographyError) -> Value
    ) throws(CryptographyError) -> Value {
        var decoder = Self(bytes)
        let value = try body(&decoder)
        guard decoder.position == bytes.count else { throw Self.malformed("bytes are left over") }
        return value
    }

    /// Reads one value that must use up the whole array.
    @inlinable
    package static func decode<Value>(
        _ bytes: [UInt8], _ body: (inout Self) throws(CryptographyError) -> Value
    ) throws(CryptographyError) -> Value {
        try self.decode(bytes.span, body)
    }

    /// Reads one value that must use up the whole span.
    @inlinable
    package static func decode<Value>(
        _ bytes: Span<UInt8>, _ body: (inout Self) throws(CryptographyError) -> Value
    ) throws(CryptographyError) -> Value {
        try bytes.withUnsafeBytes { (bytes) throws(CryptographyError) in try self.decode(bytes, body) }
    }

    /// For values whose bytes are well formed and whose meaning is not.
    @usableFromInline
    package static func malformed(_ what: String) -> CryptographyError {
        .init(.encodingMalformed, "malformed content: \(what)")
    }

    /// LEB128 in the fewest bytes; a longer spelling is refused.
    @inlinable
    package mutating func unsigned() throws(CryptographyError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = try self.byte()
            // The tenth byte holds the last bit.
            guard shift < 63 || byte <= 1 else { throw Self.malformed("a number is too large") }
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 {
                guard byte != 0 || shift == 0 else { throw Self.malformed("a number is longer than it needs to be") }
                return value
            }
            shift += 7
        }
    }

    /// An unsigned number that fits into 32 bits.
    @inlinable
    package mutating func unsigned32() throws(CryptographyError) -> UInt32 {
        guard let value = UInt32(exactly: try self.unsigned()) else { throw Self.malformed("a number is too large") }
        return value
    }

    /// A zigzag-folded number.
    @inlinable
    package mutating func signed() throws(CryptographyError) -> Int64 {
        let folded = try self.unsigned()
        return Int64(bitPattern: folded >> 1) ^ -Int64(bitPattern: folded & 1)
    }

    /// One byte, 0 or 1.
    @inlinable
    package mutating func bool() throws(CryptographyError) -> Bool {
        let byte = try self.byte()
        guard byte <= 1 else { throw Self.malformed("a marker is neither 0 nor 1") }
        return byte == 1
    }

    /// One byte as it is.
    @inlinable
    package mutating func byte() throws(CryptographyError) -> UInt8 {
        guard self.position < self.bytes.count else { throw Self.malformed("it ends early") }
        defer { self.position += 1 }
        return self.bytes[self.position]
    }

    /// A length and as many bytes of UTF-8.
    @inlinable
    package mutating func text() throws(CryptographyError) -> String {
        let utf8 = UnsafeRawBufferPointer(rebasing: self.bytes[try self.run()])
        guard let text = String(validating: utf8, as: UTF8.self) else { throw Self.malformed("text is not UTF-8") }
        return text
    }

    /// A length and as many bytes.
    @inlinable
    package mutating func byteArray() throws(CryptographyError) -> [UInt8] {
        Array(self.bytes[try self.run()])
    }

    /// Eight bytes, most significant first, without a length.
    @inlinable
    package mutating func fixed() throws(CryptographyError) -> UInt64 {
        guard self.bytes.count - self.position >= 8 else { throw Self.malformed("it ends early") }
        defer { self.position += 8 }
        return UInt64(bigEndian: self.bytes.loadUnaligned(fromByteOffset: self.position, as: UInt64.self))
    }

    /// Thirty-two bytes without a length.
    package mutating func digest() throws(CryptographyError) -> Digest256 {
        .init(words: (try self.fixed(), try self.fixed(), try self.fixed(), try self.fixed()))
    }

    /// Reads an array; an element takes at least one byte, so the count is checked against what is left.
    @inlinable
    package mutating func array<Element>(
        atMost limit: Int, _ body: (inout Self) throws(CryptographyError) -> Element
    ) throws(CryptographyError) -> [Element] {
        let count = try self.unsigned()
        guard count <= UInt64(limit), count <= UInt64(self.bytes.count - self.position) else {
            throw Self.malformed("a list is too long")
        }
        var elements: [Element] = []
        elements.reserveCapacity(Int(count))
        for _ in 0..<count { elements.append(try body(&self)) }
        return elements
    }

    /// Passes over these bytes if they are the next ones.
    package mutating func skip(_ expected: [UInt8]) -> Bool {
        let rest = UnsafeRawBufferPointer(rebasing: self.bytes[self.position...])
        guard rest.count >= expected.count else { return false }
        let isNext = expected.withUnsafeBytes { expected in
            expected.elementsEqual(UnsafeRawBufferPointer(rebasing: rest[..<expected.count]))
        }
        if isNext { self.position += expected.count }
        return isNext
    }

    /// The bytes read since the position.
    package func bytes(from start: Int) -> [UInt8] { Array(self.bytes[min(start, self.position)..<self.position]) }

    @inlinable
    mutating func run() throws(CryptographyError) -> Range<Int> {
        let count = try self.unsigned()
        guard count <= UInt64(self.bytes.count - self.position) else { throw Self.malformed("it ends early") }
        let start = self.position
        self.position += Int(count)
        return start..<self.position
    }
}
