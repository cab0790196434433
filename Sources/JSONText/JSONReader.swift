/// Reads one JSON text (RFC 8259) from front to back, each value when it is asked for. It allocates nothing, builds
/// nothing, and never goes back.
///
/// It is stricter than the RFC where readers differ: text must be UTF-8 without a byte order mark, surrogates come in
/// pairs, integers are integers as they are written, nesting ends at `deepest`. Repeated members are refused by whoever
/// asks for the members (`MemberNames`).
package struct JSONReader: Sendable {
    /// Deepest nesting of objects and arrays.
    package static let deepest = 32

    /// Where the next byte is read.
    package private(set) var position = 0
    /// How many objects and arrays are open there.
    private var depth = 0

    package init() {}

    // MARK: Structure

    /// Reads the beginning of an object.
    package mutating func beginObject(_ bytes: Span<UInt8>) throws(JSONFault) {
        guard try self.peek(bytes) == 0x7b else { throw .init(.objectExpected, at: self.position) }
        try self.descend()
    }

    /// Reads the next member's name and its colon; `nil` behind the last member.
    package mutating func nextMember(_ bytes: Span<UInt8>, isFirst: inout Bool) throws(JSONFault) -> JSONString? {
        var byte = try self.peek(bytes)
        if byte == 0x7d {
            self.ascend()
            return nil
        }
        if !isFirst {
            guard byte == 0x2c else { throw .init(.commaExpected, at: self.position) }
            self.position += 1
            byte = try self.peek(bytes)
        }
        isFirst = false
        guard byte == 0x22 else { throw .init(.nameExpected, at: self.position) }
        let name = try self.string(bytes)
        guard try self.peek(bytes) == 0x3a else { throw .init(.colonExpected, at: self.position) }
        self.position += 1
        return name
    }

    /// Reads the beginning of an array.
    package mutating func beginArray(_ bytes: Span<UInt8>) throws(JSONFault) {
        guard try self.peek(bytes) == 0x5b else { throw .init(.arrayExpected, at: self.position) }
        try self.descend()
    }

    /// Reads up to the next element; `false` behind the last one.
    package mutating func nextElement(_ bytes: Span<UInt8>, isFirst: inout Bool) throws(JSONFault) -> Bool {
        let byte = try self.peek(bytes)
        if byte == 0x5d {
            self.ascend()
            return false
        }
        if isFirst {
            isFirst = false
            return true
        }
        guard byte == 0x2c else { throw .init(.commaExpected, at: self.position) }
        self.position += 1
        guard try self.peek(bytes) != 0x5d else { throw .init(.valueExpected, at: self.position) }
        return true
    }

    /// Nothing but white space is left.
    package mutating func finish(_ bytes: Span<UInt8>) throws(JSONFault) {
        self.skipSpace(bytes)
        guard self.position == bytes.count else { throw .init(.trailingText, at: self.position) }
    }

    // MARK: Values

    /// What kind of value comes next; it is not read.
    package mutating func kind(_ bytes: Span<UInt8>) throws(JSONFault) -> JSONKind {
        guard let kind = JSONKind(try self.peek(bytes)) else { throw .init(.valueExpected, at: self.position) }
        return kind
    }

    /// Reads a string.
    package mutating func string(_ bytes: Span<UInt8>) throws(JSONFault) -> JSONString {
        guard try self.peek(bytes) == 0x22 else { throw .init(.stringExpected, at: self.position) }
        let start = self.position + 1
        var scan = JSONStringScan(at: start)
        try scan.run(bytes)
        self.position = scan.position + 1
        return JSONString(start: start, end: scan.position, hasEscapes: scan.hasEscapes)
    }

    /// Reads a number that is written as an integer and lies in the range.
    package mutating func integer(_ bytes: Span<UInt8>, in range: ClosedRange<Int64>) throws(JSONFault) -> Int64 {
        guard try self.peek(bytes) == 0x2d || bytes[self.position] &- 0x30 < 10 else {
            throw .init(.integerExpected, at: self.position)
        }
        let number = try JSONNumber(bytes, at: self.position)
        guard let value = number.integer else { throw .init(number.fault, at: number.start) }
        guard range.contains(value) else { throw .init(.outOfRange, at: number.start) }
        self.position = number.end
        return value
    }

    /// Reads a number of any kind.
    package mutating func number(_ bytes: Span<UInt8>) throws(JSONFault) -> JSONNumber {
        _ = try self.peek(bytes)
        let number = try JSONNumber(bytes, at: self.position)
        self.position = number.end
        return number
    }

    /// Reads `true` or `false`.
    package mutating func boolean(_ bytes: Span<UInt8>) throws(JSONFault) -> Bool {
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

    /// Reads `null`.
    package mutating func null(_ bytes: Span<UInt8>) throws(JSONFault) {
        _ = try self.peek(bytes)
        try self.word(bytes, "null")
    }

    /// Passes over a value of any kind, holding it to the grammar. Names that repeat in it are not looked for.
    package mutating func skipValue(_ bytes: Span<UInt8>) throws(JSONFault) {
        var isFirst = true
        switch try self.kind(bytes) {
        case .object:
            try self.beginObject(bytes)
            while try self.nextMember(bytes, isFirst: &isFirst) != nil { try self.skipValue(bytes) }
        case .array:
            try self.beginArray(bytes)
            while try self.nextElement(bytes, isFirst: &isFirst) { try self.skipValue(bytes) }
        case .string: _ = try self.string(bytes)
        case .number: _ = try self.number(bytes)
        case .boolean: _ = try self.boolean(bytes)
        case .null: try self.null(bytes)
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

    /// Passes over an opening bracket.
    private mutating func descend() throws(JSONFault) {
        guard self.depth < Self.deepest else { throw .init(.tooDeep, at: self.position) }
        self.depth += 1
        self.position += 1
    }

    /// Passes over a closing bracket.
    private mutating func ascend() {
        self.depth -= 1
        self.position += 1
    }

    private mutating func word(_ bytes: Span<UInt8>, _ text: StaticString) throws(JSONFault) {
        for offset in 0..<text.utf8CodeUnitCount {
            guard self.position < bytes.count else { throw .init(.unexpectedEnd, at: self.position) }
            guard bytes[self.position] == text.utf8Start[offset] else { throw .init(.unknownWord, at: self.position) }
            self.position += 1
        }
    }
}
