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
}
