import Keys

/// Finds a token in a text that comes byte by byte, wherever it stands: alone, behind `Bearer`, in brackets, or glued to
/// other text.
///
/// A secret is a run of characters of known length behind an id of known length, so what is tried is at most one place
/// for each 49 bytes, with the sixteen beginnings a prefix can have there.
package struct TokenSearch: Sendable {
    /// More than the longest token; the older half is given up when it is full.
    private static var capacity: Int { 256 }
    /// The id, the underscore behind it, and the secret with its checksum.
    private static let tail = Token.idLength + 1 + Token.secretLength + Token.checkLength

    private var window = InlineArray<256, UInt8>(repeating: 0)
    private var count = 0
    /// Base62 characters since the last other byte.
    private var run = 0
    /// The run before this one was as long as an id and ended with an underscore.
    private var followsID = false
    private var tokenStart = 0

    package init() {}

    /// Takes the next byte.
    ///
    /// - Returns: whether a token ends with it; `withToken` shows it until the next byte is taken.
    package mutating func see(_ byte: UInt8) -> Bool {
        guard Base62.contains(byte) else {
            if byte == 0x5f { self.keep(byte) } else { self.count = 0 }
            self.followsID = byte == 0x5f && self.run == Token.idLength
            self.run = 0
            return false
        }
        self.keep(byte)
        self.run += 1
        return self.followsID && self.run == Token.secretLength + Token.checkLength && self.endsWithToken()
    }

    /// Lends the token that was found.
    package func withToken<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        body(self.window.span.extracting(self.tokenStart..<self.count))
    }

    private mutating func keep(_ byte: UInt8) {
        if self.count == Self.capacity {
            for index in 0..<Self.capacity / 2 { self.window[index] = self.window[index + Self.capacity / 2] }
            self.count = Self.capacity / 2
        }
        self.window[self.count] = byte
        self.count += 1
    }

    /// Goes back from the id over the tag to the prefix, and tries each place where the prefix can begin.
    private mutating func endsWithToken() -> Bool {
        let bytes = self.window.span
        let tagEnd = self.count - Self.tail - 1
        let tagStart = Self.runStart(bytes, end: tagEnd, atMost: Token.longestTag)
        guard tagStart < tagEnd, tagStart > 0, bytes[tagStart - 1] == 0x5f else { return false }
        let prefixStart = Self.runStart(bytes, end: tagStart - 1, atMost: Token.longestPrefix)
        for start in prefixStart..<tagStart where TokenParts(bytes.extracting(start..<self.count)) != nil {
            self.tokenStart = start
            return true
        }
        return false
    }

    /// Where the lower-case letters and digits before `end` begin, at most so many of them.
    private static func runStart(_ bytes: Span<UInt8>, end: Int, atMost limit: Int) -> Int {
        var start = end
        while start > 0, end - start < limit, isTagByte(bytes[start - 1]) { start -= 1 }
        return max(start, 0)
    }

    private static func isTagByte(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 || byte &- 0x61 < 26 }
}
