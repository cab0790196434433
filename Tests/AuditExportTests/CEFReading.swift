/// A reader of CEF written from its description, and from nothing of the writer.
struct CEFReading {
    /// `CEF:0`, vendor, product, version, signature, name, severity.
    let header: [String]
    let fields: [String: String]
    let repeatedKeys: [String]

    static let knownKeys: Set<String> = [
        "rt", "externalId", "cat", "act", "outcome", "suid", "spriv", "reason", "duid", "dvchost", "src",
        "requestClientApplication", "cn1Label", "cn1", "cn2Label", "cn2", "cs1Label", "cs1", "cs2Label", "cs2",
        "cs3Label",
        "cs3", "cs4Label", "cs4", "cs5Label", "cs5", "msg",
    ]

    init?(_ line: String) {
        var header: [String] = []
        var scalars = Array(line.unicodeScalars)[...]
        while header.count < 7 {
            guard let part = Self.takeHeader(&scalars) else { return nil }
            header.append(part)
        }
        self.header = header
        var fields: [String: String] = [:]
        var repeated: [String] = []
        for (key, value) in Self.pairs(scalars) {
            guard let value else { return nil }
            if fields.updateValue(value, forKey: key) != nil { repeated.append(key) }
        }
        self.fields = fields
        self.repeatedKeys = repeated
    }

    /// Up to the next bar that no backslash precedes.
    private static func takeHeader(_ scalars: inout ArraySlice<Unicode.Scalar>) -> String? {
        var part = String.UnicodeScalarView()
        while let scalar = scalars.popFirst() {
            if scalar == "|" { return String(part) }
            if scalar == "\\" {
                guard let next = scalars.popFirst(), next == "\\" || next == "|" else { return nil }
                part.append(next)
            } else {
                part.append(scalar)
            }
        }
        return nil
    }

    /// A key is a word before an equals sign that no backslash precedes; a value goes on to the space before the next.
    private static func pairs(_ scalars: ArraySlice<Unicode.Scalar>) -> [(String, String?)] {
        let all = Array(scalars)
        var starts: [(key: Range<Int>, value: Int)] = []
        for (index, scalar) in all.enumerated() where scalar == "=" && !self.isEscaped(index, all) {
            var start = index
            while start > 0, all[start - 1].properties.isAlphabetic || ("0"..."9").contains(all[start - 1]) {
                start -= 1
            }
            starts.append((start..<index, index + 1))
        }
        return starts.enumerated().map { number, place in
            let end = number + 1 < starts.count ? max(starts[number + 1].key.lowerBound - 1, place.value) : all.count
            let key = String(String.UnicodeScalarView(all[place.key]))
            return (key, self.unescaped(all[place.value..<end]))
        }
    }

    private static func isEscaped(_ index: Int, _ all: [Unicode.Scalar]) -> Bool {
        var backslashes = 0
        while index - backslashes > 0, all[index - backslashes - 1] == "\\" { backslashes += 1 }
        return backslashes % 2 == 1
    }

    private static func unescaped(_ scalars: ArraySlice<Unicode.Scalar>) -> String? {
        var rest = scalars
        var value = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            guard scalar == "\\" else {
                value.append(scalar)
                continue
            }
            switch rest.popFirst() {
            case "\\": value.append("\\")
            case "=": value.append("=")
            case "n": value.append("\n")
            case "r": value.append("\r")
            default: return nil
            }
        }
        return String(value)
    }

    /// The text as a receiver sees it: ends of lines as they were, other controls as pictures.
    static func shown(_ text: String) -> String {
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0a, 0x0d: shown.append(scalar)
            case 0..<0x20: shown.append(Unicode.Scalar(0x2400 + scalar.value) ?? "?")
            case 0x7f: shown.append("\u{2421}")
            case 0x80..<0xa0, 0x2028...0x202e, 0x2066...0x2069: shown.append("\u{fffd}")
            default: shown.append(scalar)
            }
        }
        return String(shown)
    }
}
