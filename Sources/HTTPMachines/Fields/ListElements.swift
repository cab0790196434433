/// The elements of a comma-separated list of tokens (RFC 9110, 5.6.1). Empty elements are passed over.
struct ListElements {
    enum Step {
        case element(ByteRange)
        case end
        /// Something that is not a token.
        case invalid
    }

    private var cursor: ListCursor

    init(_ value: ByteRange) { self.cursor = ListCursor(value) }

    mutating func next(_ bytes: Span<UInt8>) -> Step {
        guard self.cursor.findElement(bytes) else { return .end }
        let element = self.cursor.token(bytes)
        self.cursor.skipSpace(bytes)
        guard !element.isEmpty, self.cursor.isAtEndOfElement(bytes) else { return .invalid }
        return .element(element)
    }
}
