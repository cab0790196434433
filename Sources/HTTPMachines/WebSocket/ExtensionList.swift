/// The elements of `Sec-WebSocket-Extensions`: `name; parameter=value, …` (RFC 6455, 9.1).
struct ExtensionList {
    enum Step {
        /// The next extension has been written, and its name lies there.
        case element(ByteRange)
        case end
        /// Something else stands there.
        case invalid
    }

    private var cursor: Int
    private let end: Int

    init(_ value: ByteRange) {
        self.cursor = value.lowerBound
        self.end = value.upperBound
    }

    /// Goes to the next element and appends it in its one form: `; ` before a parameter, no quotes.
    mutating func next(_ bytes: Span<UInt8>, to text: inout [UInt8]) -> Step {
        while self.cursor < self.end, Self.isBetween(bytes[self.cursor]) { self.cursor += 1 }
        guard self.cursor < self.end else { return .end }
        let name = self.token(bytes)
        guard !name.isEmpty else { return .invalid }
        Self.append(name, of: bytes, to: &text)
        while true {
            self.skipSpace(bytes)
            guard self.cursor < self.end, bytes[self.cursor] != 0x2c else { return .element(name) }
            guard bytes[self.cursor] == 0x3b, self.parameter(bytes, to: &text) else { return .invalid }
        }
    }

    private mutating func parameter(_ bytes: Span<UInt8>, to text: inout [UInt8]) -> Bool {
        self.cursor += 1
        self.skipSpace(bytes)
        let name = self.token(bytes)
        guard !name.isEmpty else { return false }
        text += [0x3b, 0x20]
        Self.append(name, of: bytes, to: &text)
        self.skipSpace(bytes)
        guard self.cursor < self.end, bytes[self.cursor] == 0x3d else { return true }
        self.cursor += 1
        self.skipSpace(bytes)
        guard self.cursor < self.end else { return false }
        let isQuoted = bytes[self.cursor] == 0x22
        if isQuoted { self.cursor += 1 }
        // Without its quotes a value has to be a token.
        let value = self.token(bytes)
        guard !value.isEmpty else { return false }
        text.append(0x3d)
        Self.append(value, of: bytes, to: &text)
        guard isQuoted else { return true }
        guard self.cursor < self.end, bytes[self.cursor] == 0x22 else { return false }
        self.cursor += 1
        return true
    }

    private mutating func token(_ bytes: Span<UInt8>) -> ByteRange {
        let start = self.cursor
        while self.cursor < self.end, ByteClass.isToken(bytes[self.cursor]) { self.cursor += 1 }
        return ByteRange(start: start, end: self.cursor)
    }

    private mutating func skipSpace(_ bytes: Span<UInt8>) {
        while self.cursor < self.end, Self.isSpace(bytes[self.cursor]) { self.cursor += 1 }
    }

    private static func append(_ range: ByteRange, of bytes: Span<UInt8>, to text: inout [UInt8]) {
        for index in range.offsets { text.append(bytes[index]) }
    }

    private static func isBetween(_ byte: UInt8) -> Bool { byte == 0x2c || self.isSpace(byte) }
    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
