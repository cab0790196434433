/// Texts of strangers made fit for one line of a text format. JSON has escapes for all of this; the formats here have
/// not, and a text that broke out of its line would forge a record.
enum LineText {
    /// The text with every character that could end a line, or act on a terminal, replaced by one that only looks like
    /// it: U+240A for a line feed, and so on for the other controls of ASCII; U+FFFD for the rest.
    static func visible(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: self.isHidden) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { result.append(self.visible(scalar)) }
        return String(result)
    }

    /// The same for one character.
    static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        self.isHidden(scalar) ? self.picture(of: scalar) : scalar
    }

    /// The longest start of the text that has so many bytes, cut between characters.
    static func cut(_ text: String, _ longest: Int) -> String {
        guard text.utf8.count > longest else { return text }
        return String(decoding: self.cut(Array(text.utf8), longest), as: UTF8.self)
    }

    /// The longest start of UTF-8 text that has so many bytes, cut between scalars.
    static func cut(_ bytes: [UInt8], _ longest: Int) -> [UInt8] {
        guard bytes.count > longest else { return bytes }
        var end = max(longest, 0)
        while end > 0, bytes[end] & 0xc0 == 0x80 { end -= 1 }
        return Array(bytes[..<end])
    }

    /// Controls of ASCII and Latin-1, line and paragraph separators, and what turns the direction of writing.
    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7f..<0xa0, 0x2028...0x202e, 0x2066...0x2069: true
        default: false
        }
    }

    private static func picture(of scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value) ?? "\u{fffd}"
        case 0x7f: "\u{2421}"
        default: "\u{fffd}"
        }
    }
}
