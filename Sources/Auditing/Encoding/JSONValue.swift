/// The JSON that audit leaves are made of: no fractions, so that nothing depends on how floating point is printed.
package indirect enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    /// A number when it lies within ±(2⁵³ − 1), which is what every JSON reader holds exactly (RFC 7493, section 2.2);
    /// beyond that the text of its digits (RFC 8785, appendix D).
    case integer(Int64)
    case string(String)
    case array([Self])
    case object([String: Self])

    /// The text, or null when there is none.
    package init(_ text: String?) {
        self = text.map(Self.string) ?? .null
    }

    /// The member of an object; `nil` for anything else.
    package subscript(name: String) -> Self? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }

    /// The text of a string; `nil` for anything else.
    package var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The value of an integer; `nil` for anything else.
    package var integer: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }
}
