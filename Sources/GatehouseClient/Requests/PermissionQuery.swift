/// What a key must be granted: permissions joined by `AND`, `OR` and parentheses.
///
/// ```swift
/// let query: PermissionQuery = "documents:read AND (billing:read OR support:read)"
/// let same: PermissionQuery = "documents:read" && ("billing:read" || "support:read")
/// let asked = try PermissionQuery.permission(name) && "documents:read"
/// ```
///
/// A literal that is no query stops the program: it is a mistake in the source. Text from elsewhere goes through
/// ``init(parsing:)``, which throws; a single name through ``permission(_:)``, which can never grow into more.
public struct PermissionQuery: Sendable, Hashable, CustomStringConvertible, ExpressibleByStringLiteral {
    /// Most characters of a query.
    public static let longest = 1000

    /// The query as it is sent.
    public let description: String
    private let form: Form

    /// How the outermost parts are joined; decides on parentheses when queries are combined.
    private enum Form: Hashable { case single, conjunction, disjunction, mixed }

    private init(_ text: String, _ form: Form) {
        self.description = text
        self.form = form
    }

    /// Reads a query.
    ///
    /// - Throws: `PermissionQueryError` when the text is longer than ``longest``, or not a query.
    public init(parsing text: String) throws(PermissionQueryError) {
        try PermissionQueryGrammar.check(text)
        self.init(text, text.utf8.contains(UInt8(ascii: " ")) ? .mixed : .single)
    }

    /// A query that stands in the source. One that is malformed stops the program.
    public init(stringLiteral text: String) {
        do {
            try self.init(parsing: text)
        } catch {
            preconditionFailure("a permission query in the source must be well formed: \(error)")
        }
    }

    /// One permission, such as `documents:read`.
    ///
    /// - Throws: `PermissionQueryError` when the text is not one name.
    public static func permission(_ name: String) throws(PermissionQueryError) -> PermissionQuery {
        try PermissionQueryGrammar.checkName(name)
        return .init(name, .single)
    }

    /// Both are needed.
    public static func && (left: PermissionQuery, right: PermissionQuery) -> PermissionQuery {
        .init("\(left.part(of: .conjunction)) AND \(right.part(of: .conjunction))", .conjunction)
    }

    /// One of the two is enough.
    public static func || (left: PermissionQuery, right: PermissionQuery) -> PermissionQuery {
        .init("\(left.part(of: .disjunction)) OR \(right.part(of: .disjunction))", .disjunction)
    }

    private func part(of form: Form) -> String {
        self.form == .single || self.form == form ? self.description : "(\(self.description))"
    }
}
