/// What is wrong with one member of a request.
package struct FieldObjection: Hashable, Sendable {
    /// RFC 6901 pointer into the body, without the `#`: `/limits/0/name`.
    package let pointer: String
    /// A clause that follows the member's name: "must be 1 to 128 printable characters".
    package let detail: String

    package init(_ pointer: String, _ detail: String) {
        self.pointer = pointer
        self.detail = detail
    }
}
