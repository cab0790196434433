/// The method of a request. Methods are case-sensitive (RFC 9110, 9.1); any other token is `other` and keeps its bytes.
@usableFromInline
package enum HTTPMethod: UInt8, Sendable {
    case get, head, options, post, put, patch, delete, connect, trace, other

    /// Whether a repeated request has the effect of one (RFC 9110, 9.2.2).
    @inlinable
    package var isIdempotent: Bool {
        switch self {
        case .get, .head, .options, .put, .delete, .trace: true
        case .post, .patch, .connect, .other: false
        }
    }

    /// Whether servers are used to a body with it (RFC 9110, 9.3). With any other method a server may answer without a look
    /// at the body, and take it for the next request of the connection.
    @inlinable
    package var expectsBody: Bool {
        switch self {
        case .post, .put, .patch: true
        case .get, .head, .options, .delete, .connect, .trace, .other: false
        }
    }

    @inline(__always)
    init(_ bytes: Span<UInt8>, _ range: ByteRange) {
        self =
            switch range.count {
            case 3 where ByteText.equals(bytes, range, "GET"): .get
            case 3 where ByteText.equals(bytes, range, "PUT"): .put
            case 4 where ByteText.equals(bytes, range, "POST"): .post
            case 4 where ByteText.equals(bytes, range, "HEAD"): .head
            case 5 where ByteText.equals(bytes, range, "PATCH"): .patch
            case 5 where ByteText.equals(bytes, range, "TRACE"): .trace
            case 6 where ByteText.equals(bytes, range, "DELETE"): .delete
            case 7 where ByteText.equals(bytes, range, "OPTIONS"): .options
            case 7 where ByteText.equals(bytes, range, "CONNECT"): .connect
            default: .other
            }
    }
}
