/// The fields that mean something to the gateway, told apart while the head is parsed.
@usableFromInline
package enum KnownField: UInt8, Sendable, CaseIterable {
    case other
    // Message framing and connection (RFC 9110, 7.6.1; RFC 9112).
    case host, contentLength, transferEncoding, connection, keepAlive, proxyConnection, te, trailer, upgrade, expect
    case http2Settings
    // Credentials and proxies.
    case authorization, apiKey, proxyAuthorization, proxyAuthenticate, proxyAuthenticationInfo, wwwAuthenticate, cookie
    case setCookie
    // Where a request came from, or was meant for, as other gateways say it. `forwardedOther` are all of these that are
    // not told apart, also with underscores (`FieldNames+Claims.swift`).
    case forwarded, forwardedFor, forwardedHost, forwardedProto, forwardedOther, realIP, via
    /// Any name that starts with `sec-websocket-`, also with other symbols.
    case webSocket
    /// `traceparent` of W3C Trace Context.
    case traceParent
    // What the log and the restrictions look at.
    case userAgent, referer, origin, contentType, requestID, accessControlRequestMethod, date, server
    /// `X-HTTP-Method-Override`, `X-HTTP-Method`, `X-Method-Override`, also with underscores.
    case methodOverride
    /// Any name that starts with `gatehouse`.
    case gatehouse
    /// Identity fields of other gateways, also with underscores: `X-Unkey-Principal`, `X-Consumer-*`,
    /// `X-Credential-Identifier`, `X-Anonymous-Consumer`, `X-Authenticated-*`, `X-Auth-Request-*`, `X-WebAuth-*`.
    case foreignIdentity
    // What we say about limits and lifecycle in responses.
    case rateLimit, rateLimitPolicy, retryAfter, deprecation, sunset
    /// What a TLS listener says itself (RFC 6797).
    case strictTransportSecurity
}
