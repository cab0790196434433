/// Which part of a list is asked for.
package struct PageRequest: Hashable, Sendable {
    package static let defaultLimit = 50
    package static let mostLimit = 1000

    /// `nil` for the default; above the most it is cut down, below 1 refused.
    package var limit: Int?
    /// What the page before gave as its next cursor.
    package var cursor: String?

    package init(limit: Int? = nil, cursor: String? = nil) {
        self.limit = limit
        self.cursor = cursor
    }

    func effectiveLimit() throws(ManagementError) -> Int {
        let limit = self.limit ?? Self.defaultLimit
        guard limit >= 1 else { throw .invalid("/limit", "must be at least 1") }
        return min(limit, Self.mostLimit)
    }
}
