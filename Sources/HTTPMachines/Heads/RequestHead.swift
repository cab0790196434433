/// What a request head says, as offsets into the bytes it was parsed from.
@usableFromInline
package struct RequestHead: Equatable, Sendable {
    @usableFromInline package var method = HTTPMethod.other
    @usableFromInline package var methodBytes = ByteRange.empty
    /// The whole request target as it came.
    @usableFromInline package var target = ByteRange.empty
    /// The path: begins with `/`, or is `*` for a server-wide OPTIONS. It has passed `PathRules`, so that the path that
    /// is matched is the path that is forwarded.
    @usableFromInline package var path = ByteRange.empty
    /// What follows the first `?`; `nil` when there is none.
    @usableFromInline package var query: ByteRange?
    /// The path and its query: what goes to the upstream as the origin-form target.
    @usableFromInline package var originForm = ByteRange.empty
    /// Whether the path contains percent escapes, so that segments have to be compared decoded (`PathSegments`).
    @usableFromInline package var hasPathEscapes = false
    /// The value of the one Host field: host and optional port, valid.
    @usableFromInline package var host = ByteRange.empty
    /// 0 or 1 of HTTP/1.x.
    @usableFromInline package var minorVersion: UInt8 = 1
    @usableFromInline package var framing = BodyFraming.none
    /// Whether the client lets the connection live on: HTTP/1.1 without `close`. HTTP/1.0 always closes.
    @usableFromInline package var keepAlive = true
    /// Whether the client waits for 100 (Continue) before it sends its body.
    @usableFromInline package var expectsContinue = false
    /// Whether the client asks to switch protocols.
    @usableFromInline package var wantsUpgrade = false

    @inlinable
    package init() {}
}
