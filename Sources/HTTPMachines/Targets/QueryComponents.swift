/// The names and values of a query string, percent-decoded one after the other into a small buffer on the stack.
///
/// A component whose decoded text is longer than `longest` bytes is passed over: nothing that is looked for is as long.
package enum QueryComponents {
    /// Longest decoded component that is shown.
    package static let longest = 128

    /// Whether any name or value of the query, decoded, satisfies `matches`. `&` and `;` separate components, the first
    /// `=` parts name from value, and `+` is a space.
    package static func contains(
        _ query: ByteRange, of bytes: Span<UInt8>, where matches: (Span<UInt8>) -> Bool
    ) -> Bool {
        false
    }
}
