/// How the end of a body is found (RFC 9112, 6.3).
@usableFromInline
package enum BodyFraming: Equatable, Sendable {
    /// There is no body.
    case none
    /// So many bytes, zero included.
    case length(UInt64)
    /// Chunks, the last of which is empty.
    case chunked
    /// Everything until the connection closes; only in responses.
    case untilClose
}
