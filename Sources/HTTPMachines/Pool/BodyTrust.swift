/// Whether an upstream is trusted to read the body of a request before it takes the next one from the same connection.
///
/// A server that answers without a look at the body and keeps the connection takes the body for a request: one that nobody
/// has judged, whose answer would be somebody else's (RFC 9112, 9.3 and 11.2). Nothing on the wire tells beforehand which server
/// that is. So a body goes with `Connection: close` where servers are known to overlook it: with a method that is not used to
/// one, and to an upstream that has once sent an answer too many behind a body.
package struct BodyTrust: Sendable {
    /// The upstream is known to overlook bodies.
    package private(set) var isLost: Bool

    /// `readsBodies` as whoever runs the upstream says.
    package init(readsBodies: Bool = true) { self.isLost = !readsBodies }

    /// Whether a connection is to be closed behind this request.
    package func closes(behind head: RequestHead) -> Bool {
        head.hasBody && (self.isLost || !head.method.expectsBody)
    }

    /// Bytes came that no request asked for, on a connection that had carried a body. What says that the server is tired of
    /// waiting (408, RFC 9110, 15.5.9) answers nothing.
    ///
    /// - Returns: whether they answer a body.
    package mutating func noteUnasked(_ bytes: Span<UInt8>) -> Bool {
        guard !Self.isTimeout(bytes) else { return false }
        self.isLost = true
        return true
    }

    private static func isTimeout(_ bytes: Span<UInt8>) -> Bool {
        let version = ByteRange(start: 0, end: 7)
        let status = ByteRange(start: 8, end: 12)
        return bytes.count >= 12 && ByteText.equals(bytes, version, "HTTP/1.") && ByteText.equals(bytes, status, " 408")
    }
}
