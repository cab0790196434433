/// What a permission query looks like. The server has the last word; this keeps text that is no query from being sent,
/// and from changing the meaning of a query it is put into.
///
///     query = term *( ( "AND" / "OR" ) term )
///     term  = name / "(" query ")"
enum PermissionQueryGrammar {
    /// Deepest nesting of parentheses.
    static let deepest = 16

    static func check(_ text: String) throws(PermissionQueryError) {
        guard text.utf8.count <= PermissionQuery.longest else { throw .init(reason: .tooLong) }
        var expectsTerm = true
        var depth = 0
        for word in Self.words(text) {
            switch Self.isOperator(word) ? "AND" : word {
            case "(" where expectsTerm && depth < Self.deepest: depth += 1
            case ")" where !expectsTerm && depth > 0: depth -= 1
            case "AND" where !expectsTerm: expectsTerm = true
            case "(", ")", "AND": throw .init(reason: .malformed)
            default:
                guard expectsTerm else { throw .init(reason: .malformed) }
                try Self.checkName(String(word))
                expectsTerm = false
            }
        }
        guard !expectsTerm, depth == 0 else { throw .init(reason: .malformed) }
    }

    static func checkName(_ name: String) throws(PermissionQueryError) {
        let isName = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "."),
                UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "*"):
                true
            default: false
            }
        }
        guard name.utf8.count <= PermissionQuery.longest else { throw .init(reason: .tooLong) }
        guard isName, !name.isEmpty, !Self.isOperator(name[...]) else { throw .init(reason: .malformed) }
    }

    /// The server reads operators in any case.
    private static func isOperator(_ word: Substring) -> Bool { ["AND", "OR"].contains(word.uppercased()) }

    /// The text cut at spaces; parentheses are words of their own.
    private static func words(_ text: String) -> [Substring] {
        var words: [Substring] = []
        var rest = text[...]
        while let first = rest.first {
            switch first {
            case " ": rest.removeFirst()
            case "(", ")":
                words.append(rest.prefix(1))
                rest.removeFirst()
            default:
                let word = rest.prefix { $0 != " " && $0 != "(" && $0 != ")" }
                words.append(word)
                rest = rest[word.endIndex...]
            }
        }
        return words
    }
}
