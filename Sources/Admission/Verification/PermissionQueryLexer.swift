/// Splits a permission query into tokens.
struct PermissionQueryLexer {
    enum Token: Equatable {
        case slug(String)
        /// With the operator as it was written.
        case and(String), or(String)
        case open, close, end
    }

    /// Where the last token began.
    private(set) var start = 0
    private var cursor = 0

    mutating func next(_ text: Span<UInt8>) throws(PermissionQueryFault) -> Token {
        while self.cursor < text.count, Self.isSpace(text[self.cursor]) { self.cursor += 1 }
        self.start = self.cursor
        guard self.cursor < text.count else { return .end }
        let byte = text[self.cursor]
        if byte == 0x28 || byte == 0x29 {
            self.cursor += 1
            return byte == 0x28 ? .open : .close
        }
        guard Self.isWord(byte) else { throw .init(code: .invalidCharacter(byte), position: self.cursor) }
        while self.cursor < text.count, Self.isWord(text[self.cursor]) { self.cursor += 1 }
        var word = ""
        word.reserveCapacity(self.cursor - self.start)
        for index in self.start..<self.cursor { word.unicodeScalars.append(Unicode.Scalar(text[index])) }
        switch word.uppercased() {
        case "AND": return .and(word)
        case "OR": return .or(word)
        default: return .slug(word)
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d }

    /// Letters, digits and `. _ - : * /`.
    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2e, 0x5f, 0x2d, 0x3a, 0x2a, 0x2f: true
        default: false
        }
    }
}
