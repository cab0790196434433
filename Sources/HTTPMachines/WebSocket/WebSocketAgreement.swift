/// What an upstream has agreed to with its 101 (RFC 6455, 4.2.2), checked as a client checks it (4.1).
package struct WebSocketAgreement: Sendable, Equatable {
    /// The subprotocol; `nil` for none.
    package let subprotocol: [UInt8]?
    /// The value of `Sec-WebSocket-Extensions` in its one form; empty for none.
    package let extensions: [UInt8]

    /// `nil` when the answer does not switch to WebSocket, does not answer this key, or agrees to what was not offered.
    package init?(
        _ head: ResponseHead, _ fields: borrowing FieldTable, of bytes: Span<UInt8>, to offer: WebSocketOffer
    ) {
        guard head.status == 101, head.minorVersion == 1, head.isUpgrading,
            WebSocketOffer.isAsked(for: fields, of: bytes),
            let accept = WebSocketFields.only("sec-websocket-accept", fields, of: bytes),
            accept.offsets.map({ bytes[$0] }) == offer.key.accept,
            let extensions = ExtensionSet(fields, of: bytes, most: WebSocketOffer.mostExtensions),
            extensions.names.allSatisfy(offer.extensionNames.contains)
        else { return nil }
        self.extensions = extensions.text
        guard WebSocketFields.next("sec-websocket-protocol", fields, of: bytes, from: 0) != nil else {
            self.subprotocol = nil
            return
        }
        guard let line = WebSocketFields.only("sec-websocket-protocol", fields, of: bytes) else { return nil }
        let name = line.offsets.map { bytes[$0] }
        guard offer.protocols.contains(name) else { return nil }
        self.subprotocol = name
    }
}
