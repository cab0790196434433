/// Reads the heads of upstream responses strictly and without allocation (RFC 9112; docs/http.md).
///
/// Takes up where it left off, like `RequestHeadParser`.
@usableFromInline
package struct ResponseHeadParser: Sendable {
    @usableFromInline package let limits: HeadLimits

    @inlinable
    package init(limits: HeadLimits = HeadLimits()) { self.limits = limits }

    /// Reads the head at the start of `bytes`, the answer to a request with `method`.
    package mutating func parse(
        _ bytes: Span<UInt8>, answering method: HTTPMethod, into head: inout ResponseHead, fields: inout FieldTable
    ) -> HeadParse {
        .incomplete
    }
}
