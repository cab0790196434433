/// Text from outside made safe to show: no control or direction characters reach a terminal, no tab or newline a record.
enum PlainText {
    /// One line for a terminal: what could move the cursor or turn the text becomes `\u{FFFD}`.
    static func oneLine(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: Self.isUnsafe) else { return text }
        var safe = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { safe.append(Self.isUnsafe(scalar) ? "\u{FFFD}" : scalar) }
        return String(safe)
    }

    /// One field of a tab-separated line: tab, newline, return and backslash are escaped, nothing is lost.
    static func field(_ text: String) -> String {
        var safe = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\t": safe += "\\t"
            case "\n": safe += "\\n"
            case "\r": safe += "\\r"
            case "\\": safe += "\\\\"
            default: safe.unicodeScalars.append(scalar)
            }
        }
        return safe
    }

    /// C0, DEL, C1, line and paragraph separators, and the bidirectional controls.
    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1f, 0x7f...0x9f, 0x2028...0x202e, 0x2066...0x2069, 0x200e, 0x200f, 0x061c: true
        default: false
        }
    }
}
