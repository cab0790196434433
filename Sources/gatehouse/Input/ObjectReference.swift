/// How a person named an object.
enum ObjectReference: Hashable, Sendable {
    /// The whole id, with its type prefix.
    case id(String)
    /// A key's hint: what stands before and after the `…`.
    case hint(start: String, end: String)
    case name(String)

    /// - Parameters:
    ///   - text: As typed.
    ///   - prefix: The type prefix of ids: `key`, `prj`, …
    /// - Throws: When the text is a token (it must not lie on a command line) or nothing that could name anything.
    init(parsing text: String, prefix: String) throws(CommandFailure) {
        guard (1...256).contains(text.utf8.count) else { throw .usage("A name is 1 to 256 bytes long.") }
        if Self.isToken(text) {
            throw .usage(
                "That is a whole key, secret included. It now stands in your shell history.",
                fix: "name the key by id, name or hint, and rotate this one")
        }
        if Self.isID(text, prefix: prefix) {
            self = .id(text)
        } else if let hint = Self.hint(text) {
            self = hint
        } else {
            self = .name(text)
        }
    }

    private static func isID(_ text: String, prefix: String) -> Bool {
        guard text.hasPrefix(prefix + "_") else { return false }
        let rest = text.dropFirst(prefix.count + 1)
        return rest.utf8.count == 16 && rest.utf8.allSatisfy(Self.isBase62)
    }

    /// Accepts `...` for `…`, which is hard to type.
    private static func hint(_ text: String) -> Self? {
        let separator = text.contains("…") ? "…" : "..."
        guard let range = text.firstRange(of: separator) else { return nil }
        let start = String(text[..<range.lowerBound])
        let end = String(text[range.upperBound...])
        guard start.contains("_"), end.utf8.count == 4, end.utf8.allSatisfy(Self.isBase62) else { return nil }
        return .hint(start: start, end: end)
    }

    /// `<prefix>_<tag>_<16>_<49>`, or an operator key of the same make.
    private static func isToken(_ text: String) -> Bool {
        let parts = text.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count >= 3, let secret = parts.last else { return false }
        return secret.utf8.count == 49 && secret.utf8.allSatisfy(Self.isBase62)
            && parts[parts.count - 2].utf8.count == 16
    }

    private static func isBase62(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
        default: false
        }
    }
}
