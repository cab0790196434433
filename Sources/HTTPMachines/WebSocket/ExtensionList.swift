/// The elements of `Sec-WebSocket-Extensions`: `name; parameter=value, …` (RFC 6455, 9.1).
struct ExtensionList {
    enum Step {
        /// The next extension has been written, and its name lies there.
        case element(ByteRange)
        case end
        /// Something else stands there.
        case invalid
    }

    private var cursor: ListCursor

    init(_ value: ByteRange) { self.cursor = ListCursor(value) }

    /// Goes to the next element and appends it in its one form: `; ` before a parameter, no quotes.
    mutating func next(_ bytes: Span<UInt8>, to text: inout [UInt8]) -> Step {
        guard self.cursor.findElement(bytes) else { return .end }
        let name = self.cursor.token(bytes)
        guard !name.isEmpty else { return .invalid }
        Self.append(name, of: bytes, to: &text)
        while true {
            self.cursor.skipSpace(bytes)
            guard !self.cursor.isAtEndOfElement(bytes) else { return .element(name) }
            guard self.parameter(bytes, to: &text) else { return .invalid }
        }
    }

    private mutating func parameter(_ bytes: Span<UInt8>, to text: inout [UInt8]) -> Bool {
        guard self.cursor.take(0x3b, bytes) else { return false }
        self.cursor.skipSpace(bytes)
        let name = self.cursor.token(bytes)
        guard !name.isEmpty else { return false }
        text += [0x3b, 0x20]
        Self.append(name, of: bytes, to: &text)
        self.cursor.skipSpace(bytes)
        guard self.cursor.take(0x3d, bytes) else { return true }
        self.cursor.skipSpace(bytes)
        let isQuoted = self.cursor.take(0x22, bytes)
        // Without its quotes a value has to be a token.
        let value = self.cursor.token(bytes)
        guard !value.isEmpty else { return false }
        text.append(0x3d)
        Self.append(value, of: bytes, to: &text)
        return !isQuoted || self.cursor.take(0x22, bytes)
    }

    private static func append(_ range: ByteRange, of bytes: Span<UInt8>, to text: inout [UInt8]) {
        for index in range.offsets { text.append(bytes[index]) }
    }
}
