/// A concrete right: `resource:action`, the resource made of segments joined by `/` (`billing/invoices:read`).
///
/// Segments and the action are `[a-z0-9_-]+`. Wildcards belong to grants, never to what a route asks for.
package struct Permission: Hashable, Sendable, CustomStringConvertible, Comparable {
    /// Longest text of a permission or a grant, in bytes.
    package static let longest = 256
    /// Most segments of a resource.
    package static let mostSegments = 16

    package let segments: [String]
    package let action: String

    /// Reads `documents:read`; `nil` when the grammar does not hold.
    package init?(_ text: some StringProtocol) {
        guard let pattern = PermissionPattern(text), !pattern.hasWildcard else { return nil }
        self.segments = pattern.segments
        self.action = pattern.action
    }

    package var description: String { self.segments.joined(separator: "/") + ":" + self.action }

    package static func < (left: Self, right: Self) -> Bool { left.description < right.description }
}
