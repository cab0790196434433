/// Strong entity tags (RFC 9110, section 8.8.3): the revision of a resource.
enum EntityTag {
    static func text(revision: UInt64) -> String { "\"r\(revision)\"" }

    /// What an `If-Match` field asks for.
    enum Condition: Hashable, Sendable {
        /// `*`: any revision.
        case any
        /// One of these revisions; tags we never gave match none.
        case oneOf(Set<UInt64>)

        func admits(_ revision: UInt64) -> Bool {
            switch self {
            case .any: true
            case .oneOf(let revisions): revisions.contains(revision)
            }
        }
    }

    /// Reads an `If-Match` field; `nil` when it is malformed. Weak tags never match (RFC 9110, section 13.1.1).
    static func condition(_ value: String) -> Condition? {
        let value = value.split(separator: "," as Character, omittingEmptySubsequences: false)
            .map { $0.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed() }
            .map { String($0) }
        if value == ["*"] { return .any }
        var revisions: Set<UInt64> = []
        for tag in value {
            let opaque = tag.hasPrefix("W/") ? String(tag.dropFirst(2)) : tag
            guard opaque.utf8.count >= 2, opaque.hasPrefix("\""), opaque.hasSuffix("\""),
                opaque.dropFirst().dropLast().utf8.allSatisfy({ $0 == 0x21 || (0x23...0x7e).contains($0) })
            else { return nil }
            let text = opaque.dropFirst().dropLast()
            if opaque == tag, text.hasPrefix("r"), let revision = UInt64(text.dropFirst()) {
                revisions.insert(revision)
            }
        }
        return .oneOf(revisions)
    }
}
