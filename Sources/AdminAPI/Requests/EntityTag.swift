/// Strong entity tags (RFC 9110, section 8.8.3): the revision of a resource.
enum EntityTag {
    static func text(revision: UInt64) -> String { "\"r\(revision)\"" }

    /// What an `If-Match` field asks for.
    enum Condition: Hashable, Sendable {
        /// `*`: any revision.
        case any
        /// One of these revisions; tags we never gave match none.
        case oneOf(Set<UInt64>)
    }

    /// Reads an `If-Match` field. Weak tags never match (RFC 9110, section 13.1.1), nor does anything we never gave.
    static func condition(_ value: String) -> Condition {
        let tags = value.split(separator: "," as Character).map { tag in
            tag.filter { $0 != " " && $0 != "\t" }
        }
        if tags == ["*"] { return .any }
        return .oneOf(Set(tags.compactMap(Self.revision)))
    }

    private static func revision(_ tag: String) -> UInt64? {
        guard tag.hasPrefix("\"r"), tag.hasSuffix("\""), tag.utf8.count >= 4 else { return nil }
        let digits = tag.dropFirst(2).dropLast()
        return digits.utf8.allSatisfy { ($0 &- 0x30) < 10 } ? UInt64(digits) : nil
    }
}
