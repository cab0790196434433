/// Finds the end of a JSON string and holds what lies before it to the grammar: no control bytes, JSON's escapes,
/// surrogates in pairs, UTF-8 (RFC 3629).
struct JSONStringScan {
    /// At the end: where the closing quote lies.
    private(set) var position: Int
    private(set) var hasEscapes = false

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let tops: UInt64 = 0x8080_8080_8080_8080

    /// Begins behind the opening quote.
    init(at position: Int) { self.position = position }

    mutating func run(_ bytes: Span<UInt8>) throws(JSONFault) {
        while true {
            self.skipPlain(bytes)
            guard self.position < bytes.count else { throw .init(.unexpectedEnd, at: self.position) }
            switch bytes[self.position] {
            case 0x22: return
            case 0x5c: try self.escape(bytes)
            case 0..<0x20: throw .init(.controlByte, at: self.position)
            case 0x80...: try self.sequence(bytes)
            default: self.position += 1
            }
        }
    }

    /// Eight bytes at a time while none of them is special. A borrow can only mark a byte behind one that is marked
    /// rightly, so a word without marks has none to miss.
    @inline(__always)
    private mutating func skipPlain(_ bytes: Span<UInt8>) {
        while self.position &+ 8 <= bytes.count {
            let word = bytes.bytes.unsafeLoadUnaligned(fromByteOffset: self.position, as: UInt64.self)
            let quotes = word ^ Self.ones &* 0x22
            let backslashes = word ^ Self.ones &* 0x5c
            let found =
                (word &- Self.ones &* 0x20) & ~word | (quotes &- Self.ones) & ~quotes
                | (backslashes &- Self.ones) & ~backslashes | word
            guard found & Self.tops == 0 else { return }
            self.position &+= 8
        }
    }

    private mutating func escape(_ bytes: Span<UInt8>) throws(JSONFault) {
        self.hasEscapes = true
        guard self.position + 1 < bytes.count else { throw .init(.unexpectedEnd, at: bytes.count) }
        switch bytes[self.position + 1] {
        case 0x22, 0x5c, 0x2f, 0x62, 0x66, 0x6e, 0x72, 0x74: self.position += 2
        case 0x75:
            let unit = try self.unit(bytes, at: self.position + 2)
            self.position += 6
            guard unit & 0xf800 == 0xd800 else { return }
            guard unit & 0xfc00 == 0xd800, self.position + 1 < bytes.count, bytes[self.position] == 0x5c,
                bytes[self.position + 1] == 0x75, try self.unit(bytes, at: self.position + 2) & 0xfc00 == 0xdc00
            else { throw .init(.loneSurrogate, at: self.position) }
            self.position += 6
        default: throw .init(.invalidEscape, at: self.position)
        }
    }

    private func unit(_ bytes: Span<UInt8>, at index: Int) throws(JSONFault) -> UInt32 {
        guard index + 4 <= bytes.count else { throw .init(.unexpectedEnd, at: bytes.count) }
        for offset in 0..<4 where JSONString.hexadecimal(bytes[index + offset]) == nil {
            throw .init(.invalidEscape, at: index + offset)
        }
        return JSONString.unit(bytes, at: index)
    }

    /// One character of two to four bytes in its one form.
    private mutating func sequence(_ bytes: Span<UInt8>) throws(JSONFault) {
        let first = bytes[self.position]
        let count: Int
        var second: ClosedRange<UInt8> = 0x80...0xbf
        switch first {
        case 0xc2...0xdf: count = 2
        case 0xe0: (count, second) = (3, 0xa0...0xbf)
        case 0xed: (count, second) = (3, 0x80...0x9f)
        case 0xe1...0xef: count = 3
        case 0xf0: (count, second) = (4, 0x90...0xbf)
        case 0xf1...0xf3: count = 4
        case 0xf4: (count, second) = (4, 0x80...0x8f)
        default: throw .init(.invalidUTF8, at: self.position)
        }
        guard self.position + count <= bytes.count else { throw .init(.invalidUTF8, at: self.position) }
        guard second.contains(bytes[self.position + 1]) else { throw .init(.invalidUTF8, at: self.position) }
        for offset in 2..<max(count, 2) where bytes[self.position + offset] & 0xc0 != 0x80 {
            throw .init(.invalidUTF8, at: self.position)
        }
        self.position += count
    }
}
