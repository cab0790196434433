/// Reads one JSON text (RFC 8259) from front to back, each value when it is asked for. It allocates nothing, builds
/// nothing, and never goes back.
///
/// It is stricter than the RFC where readers differ: text must be UTF-8 without a byte order mark, surrogates come in
/// pairs, integers are integers as they are written, nesting ends at `deepest`. Repeated members are refused by whoever
/// asks for the members (`MemberSet`).
struct JSONReader {
    /// Deepest nesting of values that are passed over.
    static let deepest = 16

    /// Where the next byte is read.
    private(set) var position = 0

    // MARK: Structure

    /// Reads the beginning of an object.
    mutating func beginObject(_ bytes: Span<UInt8>) throws(JSONFault) {
        guard try self.peek(bytes) == 0x7b else { throw .init(.objectExpected, at: self.position) }
        self.position += 1
    }

    /// Reads the next member's name and its colon; `nil` behind the last member.
    mutating func nextMember(_ bytes: Span<UInt8>, isFirst: inout Bool) throws(JSONFault) -> JSONString? {
        var byte = try self.peek(bytes)
        if byte == 0x7d {
            self.position += 1
            return nil
        }
        if !isFirst {
            guard byte == 0x2c else { throw .init(.unexpectedByte, at: self.position) }
            self.position += 1
            byte = try self.peek(bytes)
        }
        isFirst = false
        guard byte == 0x22 else { throw .init(.unexpectedByte, at: self.position) }
        let name = try self.string(bytes)
        guard try self.peek(bytes) == 0x3a else { throw .init(.unexpectedByte, at: self.position) }
        self.position += 1
        return name
    }

    /// Reads the beginning of an array.
    mutating func beginArray(_ bytes: Span<UInt8>) throws(JSONFault) {
        guard try self.peek(bytes) == 0x5b else { throw .init(.arrayExpected, at: self.position) }
        self.position += 1
    }

    /// Reads up to the next element; `false` behind the last one.
    mutating func nextElement(_ bytes: Span<UInt8>, isFirst: inout Bool) throws(JSONFault) -> Bool {
        let byte = try self.peek(bytes)
        if byte == 0x5d {
            self.position += 1
            return false
        }
        if isFirst {
            isFirst = false
            return true
        }
        guard byte == 0x2c else { throw .init(.unexpectedByte, at: self.position) }
        self.position += 1
        guard try self.peek(bytes) != 0x5d else { throw .init(.unexpectedByte, at: self.position) }
        return true
    }

    /// Nothing but white space is left.
    mutating func finish(_ bytes: Span<UInt8>) throws(JSONFault) {
        self.skipSpace(bytes)
        guard self.position == bytes.count else { throw .init(.trailingText, at: self.position) }
    }

    // MARK: Values

    /// Reads a string.
    mutating func string(_ bytes: Span<UInt8>) throws(JSONFault) -> JSONString {
        guard try self.peek(bytes) == 0x22 else { throw .init(.stringExpected, at: self.position) }
        let start = self.position + 1
        var scan = JSONStringScan(at: start)
        try scan.run(bytes)
        self.position = scan.position + 1
        return JSONString(start: start, end: scan.position, hasEscapes: scan.hasEscapes)
    }

    /// Reads a number that is written as an integer and lies in the range.
    mutating func integer(_ bytes: Span<UInt8>, in range: ClosedRange<Int64>) throws(JSONFault) -> Int64 {
        let start = try self.beginNumber(bytes)
        let number = try JSONNumber(bytes, at: start)
        guard let value = number.integer else { throw .init(number.fault, at: start) }
        guard range.contains(value) else { throw .init(.outOfRange, at: start) }
        self.position = number.end
        return value
    }

    /// Reads `true` or `false`.
    mutating func boolean(_ bytes: Span<UInt8>) throws(JSONFault) -> Bool {
        switch try self.peek(bytes) {
        case 0x74:
            try self.word(bytes, "true")
            return true
        case 0x66:
            try self.word(bytes, "false")
            return false
        default: throw .init(.booleanExpected, at: self.position)
        }
    }

    /// Passes over a value of any kind, holding it to the grammar.
    mutating func skipValue(_ bytes: Span<UInt8>, depth: Int = 0) throws(JSONFault) {
        guard depth < Self.deepest else { throw .init(.tooDeep, at: self.position) }
        var isFirst = true
        switch try self.peek(bytes) {
        case 0x7b:
            self.position += 1
            while try self.nextMember(bytes, isFirst: &isFirst) != nil { try self.skipValue(bytes, depth: depth + 1) }
        case 0x5b:
            self.position += 1
            while try self.nextElement(bytes, isFirst: &isFirst) { try self.skipValue(bytes, depth: depth + 1) }
        case 0x22: _ = try self.string(bytes)
        case 0x74: try self.word(bytes, "true")
        case 0x66: try self.word(bytes, "false")
        case 0x6e: try self.word(bytes, "null")
        default: self.position = try JSONNumber(bytes, at: self.position).end
        }
    }

    // MARK: Bytes

    /// The first byte that is not white space.
    private mutating func peek(_ bytes: Span<UInt8>) throws(JSONFault) -> UInt8 {
        self.skipSpace(bytes)
        guard self.position < bytes.count else { throw .init(.unexpectedEnd, at: self.position) }
        return bytes[self.position]
    }

    @inline(__always)
    private mutating func skipSpace(_ bytes: Span<UInt8>) {
        while self.position < bytes.count {
            switch bytes[self.position] {
            case 0x20, 0x09, 0x0a, 0x0d: self.position += 1
            default: return
            }
        }
    }

    private mutating func beginNumber(_ bytes: Span<UInt8>) throws(JSONFault) -> Int {
        let byte = try self.peek(bytes)
        guard byte == 0x2d || byte &- 0x30 < 10 else { throw .init(.integerExpected, at: self.position) }
        return self.position
    }

    private mutating func word(_ bytes: Span<UInt8>, _ text: StaticString) throws(JSONFault) {
        guard bytes.count - self.position >= text.utf8CodeUnitCount,
            bytes.extracting(self.position..<(self.position + text.utf8CodeUnitCount)).isEqual(to: text)
        else { throw .init(.unexpectedByte, at: self.position) }
        self.position += text.utf8CodeUnitCount
    }
}
