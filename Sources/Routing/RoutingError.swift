/// Why routes cannot be made into a table.
package struct RoutingError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: Hashable, Sendable {
        /// A host or a path breaks a rule.
        case invalid
        /// Two routes claim the same requests.
        case ambiguous
    }

    package let code: Code
    /// For the person who wrote the routes.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { self.message }
}
