/// The elements of a comma-separated list of tokens (RFC 9110, 5.6.1). Empty elements are passed over.
struct ListElements {
    enum Step {
        case element(ByteRange)
        case end
        /// Something that is not a token.
        case invalid
    }

    private var cursor: Int
    private let end: Int

    init(_ value: ByteRange) {
        self.cursor = value.lowerBound
        self.end = value.upperBound
    }

    mutating func next(_ bytes: Span<UInt8>) -> Step {
        while self.cursor < self.end, Self.isBetween(bytes[self.cursor]) { self.cursor += 1 }
        guard self.cursor < self.end else { return .end }
        let start = self.cursor
        while self.cursor < self.end, ByteClass.isToken(bytes[self.cursor]) { self.cursor += 1 }
        let element = ByteRange(start: start, end: self.cursor)
        while self.cursor < self.end, Self.isSpace(bytes[self.cursor]) { self.cursor += 1 }
        guard !element.isEmpty, self.cursor == self.end || bytes[self.cursor] == 0x2c else { return .invalid }
        return .element(element)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    private static func isBetween(_ byte: UInt8) -> Bool { byte == 0x2c || isSpace(byte) }
}
