/// What is wrong with a request that asks for WebSocket (RFC 6455, 4.2.1). None of them is forwarded.
package enum WebSocketFault: Error, Sendable, CaseIterable {
    case methodNotGet, versionTooOld, bodyPresent, keyInvalid, versionMissing, versionUnsupported, protocolsInvalid
    case extensionsInvalid

    /// What the client and the log are told; it repeats nothing that the message contained.
    package var detail: StaticString {
        switch self {
        case .methodNotGet: "a WebSocket begins with GET"
        case .versionTooOld: "a WebSocket begins with HTTP/1.1"
        case .bodyPresent: "a request for WebSocket has no body"
        case .keyInvalid: "Sec-WebSocket-Key is not, once, the base64 of sixteen bytes"
        case .versionMissing: "Sec-WebSocket-Version is missing or repeated"
        case .versionUnsupported: "only version 13 of WebSocket is spoken"
        case .protocolsInvalid: "Sec-WebSocket-Protocol is not a list of at most 32 different tokens"
        case .extensionsInvalid: "Sec-WebSocket-Extensions is not a list of at most 16 extensions"
        }
    }
}
