/// A place in a comma-separated list (RFC 9110, 5.6.1). It goes on by what stands there.
struct ListCursor {
    private static let comma: UInt8 = 0x2c

    private var place: Int
    private let end: Int

    init(_ value: ByteRange) {
        self.place = value.lowerBound
        self.end = value.upperBound
    }

    /// Goes on to the next element, over empty ones.
    ///
    /// - Returns: whether there is one.
    mutating func findElement(_ bytes: Span<UInt8>) -> Bool {
        while self.place < self.end, bytes[self.place] == Self.comma || ByteClass.isSpace(bytes[self.place]) {
            self.place += 1
        }
        return self.place < self.end
    }

    /// Takes the token that begins there, which is empty where none does.
    mutating func token(_ bytes: Span<UInt8>) -> ByteRange {
        let start = self.place
        while self.place < self.end, ByteClass.isToken(bytes[self.place]) { self.place += 1 }
        return ByteRange(start: start, end: self.place)
    }

    /// Takes that byte.
    ///
    /// - Returns: whether it stood there.
    mutating func take(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
        guard self.place < self.end, bytes[self.place] == byte else { return false }
        self.place += 1
        return true
    }

    mutating func skipSpace(_ bytes: Span<UInt8>) {
        while self.place < self.end, ByteClass.isSpace(bytes[self.place]) { self.place += 1 }
    }

    /// Whether an element is over there.
    func isAtEndOfElement(_ bytes: Span<UInt8>) -> Bool {
        self.place == self.end || bytes[self.place] == Self.comma
    }
}
