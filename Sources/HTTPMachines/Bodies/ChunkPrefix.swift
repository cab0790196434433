/// The line before a chunk, written canonically: upper-case hexadecimal size without leading zeros or extension, CRLF.
///
/// A forwarded chunk is `ChunkPrefix(count)`, `count` bytes, `ChunkPrefix.lineEnd`; the body ends with `ChunkPrefix.last`,
/// the trailer lines and `ChunkPrefix.lineEnd`.
@usableFromInline
package struct ChunkPrefix: Sendable {
    /// The text, in the first `count` bytes.
    @usableFromInline package var bytes: InlineArray<18, UInt8>
    @usableFromInline package var count: Int

    /// Behind the data of each chunk and behind the trailers.
    package static let lineEnd: StaticString = "\r\n"
    /// The line that says that no chunk follows.
    package static let last: StaticString = "0\r\n"
    /// An end without trailers in one piece.
    package static let end: StaticString = "0\r\n\r\n"

    /// The line before a chunk of `size` bytes; `size` is never 0, which would end the body.
    package init(_ size: UInt64) {
        precondition(size > 0, "an empty chunk ends a body")
        var bytes = InlineArray<18, UInt8>(repeating: 0)
        let digits = (67 - size.leadingZeroBitCount) / 4
        for index in 0..<digits {
            let digit = UInt8(truncatingIfNeeded: size >> UInt64(4 * (digits - 1 - index))) & 0xf
            bytes[index] = digit < 10 ? 0x30 + digit : 0x41 + digit - 10
        }
        bytes[digits] = 0x0d
        bytes[digits + 1] = 0x0a
        self.bytes = bytes
        self.count = digits + 2
    }

    /// Lends the text to `body`.
    @inlinable
    package func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try self.bytes.span.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[..<self.count])) }
    }
}
