/// Phase 4, identify: finds the one credential among the header fields of a request.
///
/// The caller shows it every field; nothing is copied, only positions are kept.
package struct CredentialScan: Sendable {
    /// What was found.
    package enum Outcome: Sendable, Equatable {
        case missing
        /// Two listed sources, or one repeated.
        case ambiguous
        /// Field number, as shown, and where in its value the token begins.
        case found(field: Int, tokenOffset: Int)
    }

    package private(set) var outcome: Outcome = .missing

    @inlinable
    package init() {}

    /// Looks at one field.
    package mutating func see(
        field: Int, name: Span<UInt8>, value: Span<UInt8>, sources: [CredentialSource]
    ) {
        for source in sources where name.equalsIgnoringCase(source.name) {
            guard let offset = Self.tokenOffset(in: value, scheme: source.scheme) else { continue }
            self.outcome = self.outcome == .missing ? .found(field: field, tokenOffset: offset) : .ambiguous
        }
    }

    /// Where in a field's value one of the sources has its token; `nil` when the field is none of them.
    package static func tokenOffset(
        name: Span<UInt8>, value: Span<UInt8>, sources: [CredentialSource]
    ) -> Int? {
        for source in sources where name.equalsIgnoringCase(source.name) {
            if let offset = self.tokenOffset(in: value, scheme: source.scheme) { return offset }
        }
        return nil
    }

    /// Where the token begins; `nil` when the value carries another scheme, which is the application's affair.
    ///
    /// Spaces alone part scheme and token (RFC 9110, 11.4). Whatever else follows the name of the scheme, such as a tab,
    /// is the beginning of a token that is none, so that the value is refused and not passed on as somebody else's.
    private static func tokenOffset(in value: Span<UInt8>, scheme: [UInt8]) -> Int? {
        guard !scheme.isEmpty else { return 0 }
        guard value.count > scheme.count, value.extracting(0..<scheme.count).equalsIgnoringCase(scheme),
            !Self.goesOn(value[scheme.count])
        else { return nil }
        var offset = scheme.count
        while offset < value.count, value[offset] == 0x20 { offset += 1 }
        return offset
    }

    /// Whether the name of a scheme goes on with that byte: a `tchar` of RFC 9110, 5.6.2.
    private static func goesOn(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
        case 0x21, 0x23...0x27, 0x2a, 0x2b, 0x2d, 0x2e, 0x5e...0x60, 0x7c, 0x7e: true
        default: false
        }
    }
}
