/// The name of a project, an environment or a role: `[a-z0-9][a-z0-9-]{0,62}`.
package enum Slug {
    /// The grammar, in words for the person who broke it.
    package static let grammar = "1 to 63 of a-z 0-9 and -, not starting with -"

    package static func isSlug(_ text: String) -> Bool {
        (1...63).contains(text.utf8.count) && text.utf8.first != 0x2d
            && text.utf8.allSatisfy { ($0 &- 0x30) < 10 || ($0 &- 0x61) < 26 || $0 == 0x2d }
    }
}
