/// What the exchange machine has to know of a request.
package struct RequestTraits: Equatable, Sendable {
    /// Body bytes follow, in either framing.
    package var hasBody: Bool
    /// The client lets the connection live on.
    package var keepAlive: Bool
    /// HTTP/1.0: it understands neither chunks nor interim responses.
    package var isHTTP10: Bool
    /// HEAD: the response has no body whatever its head says.
    package var isHead: Bool

    package init(hasBody: Bool, keepAlive: Bool, isHTTP10: Bool = false, isHead: Bool = false) {
        self.hasBody = hasBody
        self.keepAlive = keepAlive
        self.isHTTP10 = isHTTP10
        self.isHead = isHead
    }
}

/// Why an exchange that was admitted is answered by the gateway itself.
package enum ExchangeFault: Equatable, Sendable {
    /// The client did not send its head or body in time.
    case requestTimeout
    /// No connection could be opened, or it broke before an answer came.
    case upstreamUnreachable
    /// No connection became free in time.
    case upstreamUnavailable
    /// The upstream did not answer in time.
    case upstreamTimeout
    /// The upstream broke the protocol.
    case upstreamMalformed
}

/// What becomes of the client's connection once an answer has been written.
package enum ClientEnding: Equatable, Sendable {
    /// The next request may come.
    case awaitNext
    /// Half-close, read and throw away a bounded amount for a bounded time, then close: closing at once over unread bytes
    /// would reset the connection and take the answer with it.
    case drain
    /// Close when the answer has been sent.
    case close
}

/// How a body is written towards the client.
package enum ClientFraming: Equatable, Sendable {
    case none
    case length(UInt64)
    case chunked
    case untilClose
}
