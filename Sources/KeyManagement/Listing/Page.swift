/// A part of a list.
package struct Page<Item: Sendable>: Sendable {
    package let items: [Item]
    /// Asks for what comes next; `nil` at the end.
    package let nextCursor: String?
}
