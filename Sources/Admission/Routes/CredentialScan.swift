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

    /// Where the token begins; `nil` when the value carries another scheme, which is the application's affair.
    private static func tokenOffset(in value: Span<UInt8>, scheme: [UInt8]) -> Int? {
        guard !scheme.isEmpty else { return 0 }
        guard value.count > scheme.count, value.extracting(0..<scheme.count).equalsIgnoringCase(scheme),
            value[scheme.count] == 0x20
        else { return nil }
        var offset = scheme.count
        while offset < value.count, value[offset] == 0x20 { offset += 1 }
        return offset
    }
}

extension Span<UInt8> {
    /// Whether the bytes are those of `lowercased` when ASCII letters are folded.
    func equalsIgnoringCase(_ lowercased: [UInt8]) -> Bool {
        guard self.count == lowercased.count else { return false }
        for index in self.indices {
            let byte = self[index]
            let folded = (byte &- 0x41) < 26 ? byte | 0x20 : byte
            if folded != lowercased[index] { return false }
        }
        return true
    }
}
