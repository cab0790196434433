/// What phase 4 found.
package enum Presented: Sendable, Equatable {
    case missing
    case ambiguous
    /// A token stands in the query: refused whatever else was sent.
    case inQuery
    case token
}
