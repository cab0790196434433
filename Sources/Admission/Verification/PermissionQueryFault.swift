/// Why a permission query cannot be read, and where.
package struct PermissionQueryFault: Error, Hashable, Sendable {
    package enum Code: Hashable, Sendable {
        case empty
        /// More than `PermissionQuery.longest` bytes.
        case tooLong
        case tooManySlugs
        case tooDeep
        /// A byte that no query holds.
        case invalidCharacter(UInt8)
        /// A slug or an opening parenthesis was expected.
        case unexpectedToken(String)
        case unexpectedEnd
        case missingClosingParenthesis
        case emptyParentheses
        /// Something follows a complete query.
        case trailingToken(String)
    }

    package let code: Code
    /// Offset in bytes.
    package let position: Int

    /// For the person who wrote the query.
    package var message: String {
        switch self.code {
        case .empty: "The permission query is empty."
        case .tooLong: "A permission query has at most \(PermissionQuery.longest) characters."
        case .tooManySlugs: "A permission query names at most \(PermissionQuery.mostTerms) permissions."
        case .tooDeep: "Parentheses are nested too deep at position \(self.position)."
        case .invalidCharacter(let byte):
            "Invalid character \(Self.name(byte)) at position \(self.position). "
                + "A permission is letters, digits and . _ - : * /."
        case .unexpectedToken(let token):
            "Unexpected token '\(token)' at position \(self.position). "
                + "Expected a permission identifier or opening parenthesis."
        case .unexpectedEnd:
            "Unexpected end of query. Expected a permission identifier or opening parenthesis."
        case .missingClosingParenthesis:
            "Missing closing parenthesis ')' at position \(self.position). "
                + "Every opening parenthesis must have a matching closing parenthesis."
        case .emptyParentheses:
            "Empty parentheses found at position \(self.position). "
                + "Parentheses must contain at least one permission or expression."
        case .trailingToken(let token):
            "Unexpected token '\(token)' at position \(self.position). Expected AND, OR or the end of the query."
        }
    }

    private static func name(_ byte: UInt8) -> String {
        (0x21...0x7e).contains(byte) ? "'\(Character(Unicode.Scalar(byte)))'" : "with the code \(byte)"
    }
}
