/// What a client offers when it asks for WebSocket (RFC 6455, 4.1), taken out of its head: the head is gone when the answer comes.
package struct WebSocketOffer: Sendable, Equatable {
    /// Most subprotocols and extensions that are offered.
    package static let mostProtocols = 32
    package static let mostExtensions = 16

    package let key: WebSocketKey
    /// In the order of the client's preference; each a token.
    package let protocols: [[UInt8]]
    /// The value of `Sec-WebSocket-Extensions` in its one form; empty for none.
    package let extensions: [UInt8]
    let extensionNames: [[UInt8]]

    /// Whether a head that asks to switch protocols asks for WebSocket and for nothing else.
    package static func isAsked(for fields: borrowing FieldTable, of bytes: Span<UInt8>) -> Bool {
        guard let index = fields.firstIndex(of: .upgrade), fields.firstIndex(of: .upgrade, from: index + 1) == nil
        else { return false }
        return ByteText.equalsFoldingCase(bytes, fields[index].value, "websocket")
    }

    /// Reads the offer of a head for which `isAsked` holds.
    package init(
        _ head: RequestHead, _ fields: borrowing FieldTable, of bytes: Span<UInt8>
    ) throws(WebSocketFault) {
        guard head.method == .get else { throw .methodNotGet }
        guard head.minorVersion == 1 else { throw .versionTooOld }
        guard !head.hasBody else { throw .bodyPresent }
        guard let version = WebSocketFields.only("sec-websocket-version", fields, of: bytes) else {
            throw .versionMissing
        }
        guard ByteText.equals(bytes, version, "13") else { throw .versionUnsupported }
        guard let place = WebSocketFields.only("sec-websocket-key", fields, of: bytes),
            let key = WebSocketKey(bytes.extracting(place.offsets))
        else { throw .keyInvalid }
        self.key = key
        self.protocols = try Self.protocols(fields, of: bytes)
        (self.extensions, self.extensionNames) = try Self.extensions(fields, of: bytes)
    }

    private static func protocols(
        _ fields: borrowing FieldTable, of bytes: Span<UInt8>
    ) throws(WebSocketFault) -> [[UInt8]] {
        var protocols: [[UInt8]] = []
        var index = 0
        while let line = WebSocketFields.next("sec-websocket-protocol", fields, of: bytes, from: index) {
            var elements = ListElements(fields[line].value)
            elements: while true {
                switch elements.next(bytes) {
                case .end: break elements
                case .invalid: throw .protocolsInvalid
                case .element(let range):
                    let name = range.offsets.map { bytes[$0] }
                    guard protocols.count < Self.mostProtocols, !protocols.contains(name) else {
                        throw .protocolsInvalid
                    }
                    protocols.append(name)
                }
            }
            index = line + 1
        }
        return protocols
    }

    private static func extensions(
        _ fields: borrowing FieldTable, of bytes: Span<UInt8>
    ) throws(WebSocketFault) -> (text: [UInt8], names: [[UInt8]]) {
        guard let list = ExtensionSet(fields, of: bytes, most: Self.mostExtensions) else { throw .extensionsInvalid }
        return (list.text, list.names)
    }
}
