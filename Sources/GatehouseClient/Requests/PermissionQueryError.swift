/// Why a text is not a permission query.
public struct PermissionQueryError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Reason: Sendable, Hashable {
        /// Neither names joined by `AND`, `OR` and parentheses, nor one name.
        case malformed
        /// Longer than ``PermissionQuery/longest``.
        case tooLong
    }

    /// What is wrong.
    public let reason: Reason

    /// One sentence for people. It does not repeat the text.
    public var description: String {
        switch self.reason {
        case .malformed: "A permission query is names joined by AND, OR and parentheses."
        case .tooLong: "A permission query has at most \(PermissionQuery.longest) characters."
        }
    }
}
