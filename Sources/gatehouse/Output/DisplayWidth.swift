/// How many columns of a terminal a text takes: wide East Asian characters and emoji two, marks none.
enum DisplayWidth {
    static func of(_ text: String) -> Int {
        text.reduce(0) { $0 + Self.of($1) }
    }

    /// The text cut to so many columns, with `…` where something is missing.
    static func cut(_ text: String, to width: Int) -> String {
        guard Self.of(text) > width else { return text }
        guard width > 0 else { return "" }
        var used = 0
        var kept = ""
        for character in text {
            let next = used + Self.of(character)
            if next > width - 1 { break }
            used = next
            kept.append(character)
        }
        return kept + "…"
    }

    private static func of(_ character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        switch scalar.value {
        case 0x0300...0x036f, 0x200b...0x200d, 0xfe00...0xfe0f: return 0
        case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f,
            0xff00...0xff60, 0xffe0...0xffe6, 0x1f300...0x1faff, 0x20000...0x3fffd:
            return 2
        default:
            return 1
        }
    }
}
