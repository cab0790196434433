import Keys

/// Any text is either a token whose parts lie inside it, or none.
enum TokenTarget {
    static func run(_ bytes: [UInt8]) -> Int32 {
        guard let parts = TokenParts(bytes.span) else { return 0 }
        precondition(
            parts.secretOffset + Token.secretLength + Token.checkLength == bytes.count, "the parts fill the token")
        precondition(parts.tagOffset + parts.tagLength + 1 == parts.idOffset, "the tag stands before the id")
        return 0
    }
}
