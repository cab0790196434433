extension KnownFieldSet {
    /// Fields that end at this hop in either direction (RFC 9110, 7.6.1). `Transfer-Encoding` is among them: whoever
    /// forwards a chunked body writes the field anew.
    package static let hopByHop = KnownFieldSet(
        .connection, .keepAlive, .proxyConnection, .te, .transferEncoding, .upgrade, .http2Settings,
        .proxyAuthorization,
        .proxyAuthenticate, .proxyAuthenticationInfo)

    /// Fields by which a client could claim to be someone, to come from somewhere, or a request to be another one
    /// (docs/http.md): removed on every route before ours are set.
    package static let clientClaims = KnownFieldSet(
        .gatehouse, .foreignIdentity, .methodOverride, .forwarded, .forwardedFor, .forwardedHost, .forwardedProto,
        .forwardedOther, .realIP)

    /// What is never forwarded from a client to an upstream.
    package static let droppedFromRequests: KnownFieldSet = hopByHop.union(clientClaims)

    /// Response fields that only Gatehouse may set, dropped from every upstream response.
    package static let droppedFromResponses: KnownFieldSet = hopByHop.union(KnownFieldSet(.gatehouse))

    /// Response fields about limits: dropped from an upstream response whenever we set our own.
    package static let limitFields = KnownFieldSet(.rateLimit, .rateLimitPolicy)

    /// Response fields about the end of a key: dropped from an upstream response whenever we set our own.
    package static let lifecycleFields = KnownFieldSet(.deprecation, .sunset)
}
