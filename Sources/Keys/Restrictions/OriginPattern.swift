/// An origin that a browser may name in `Origin` (RFC 6454): `https://app.example.com`, or `https://*.example.com` for all
/// below it.
///
/// What a browser says of its user's page is true. Any other client says what it likes: this is no proof.
package struct OriginPattern: Hashable, Sendable, CustomStringConvertible {
    private let rule: OriginRule

    /// Longest text of a pattern.
    package static let longest = 300

    package init?(_ text: some StringProtocol) {
        guard text.utf8.count <= Self.longest, let rule = OriginRule(Substring(text), requiresScheme: true) else {
            return nil
        }
        self.rule = rule
    }

    /// Whether the value of a field is such an origin, and nothing more.
    package func matches(_ value: Span<UInt8>) -> Bool {
        guard let origin = PageOrigin(value), origin.end == value.count else { return false }
        return self.rule.matches(origin, in: value)
    }

    package var description: String { self.rule.text }
}
