import HTTPMachines

/// A handshake of WebSocket is read, or refused, and an answer agreed to, or not, whatever the bytes are; frames are found alike
/// whole and byte by byte.
enum WebSocketTarget {
    static func run(_ bytes: [UInt8]) -> Int32 {
        if let offer = self.offer(bytes) { self.check(offer) }
        if let offer = self.offer(self.request) { self.agree(bytes, to: offer) }
        self.track(bytes)
        return 0
    }

    /// The example of RFC 6455, with something to agree to.
    private static let request = Array(
        """
        GET /chat HTTP/1.1\r
        Host: a\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Protocol: chat, v2\r
        Sec-WebSocket-Extensions: deflate; bits\r
        \r

        """.utf8)

    private static func offer(_ bytes: [UInt8]) -> WebSocketOffer? {
        var parser = RequestHeadParser()
        var head = RequestHead()
        var fields = FieldTable()
        guard case .complete = parser.parse(bytes.span, into: &head, fields: &fields), head.wantsUpgrade,
            WebSocketOffer.isAsked(for: fields, of: bytes.span)
        else { return nil }
        do throws(WebSocketFault) {
            return try WebSocketOffer(head, fields, of: bytes.span)
        } catch {
            return nil
        }
    }

    private static func check(_ offer: WebSocketOffer) {
        precondition(offer.key.accept.count == 28, "an answer has 28 characters")
        precondition(Set(offer.protocols).count == offer.protocols.count, "no subprotocol is offered twice")
        precondition(offer.protocols.count <= WebSocketOffer.mostProtocols, "there is a bound")
        precondition(offer.extensions.allSatisfy { 0x20...0x7e ~= $0 }, "no line ends in a value")
    }

    private static func agree(_ bytes: [UInt8], to offer: WebSocketOffer) {
        var parser = ResponseHeadParser()
        var head = ResponseHead()
        var fields = FieldTable()
        guard
            case .complete = parser.parse(
                bytes.span, answering: .get, maySwitch: true, into: &head, fields: &fields),
            let agreement = WebSocketAgreement(head, fields, of: bytes.span, to: offer)
        else { return }
        precondition(head.isSwitching, "only 101 agrees")
        precondition(agreement.subprotocol.map(offer.protocols.contains) ?? true, "it was offered")
    }

    private static func track(_ bytes: [UInt8]) {
        var (whole, pieces) = (FrameTracker(), FrameTracker())
        whole.see(bytes.span)
        for index in bytes.indices { pieces.see(bytes.span.extracting(index..<index + 1)) }
        precondition(whole.isBetweenFrames == pieces.isBetweenFrames, "arrival in pieces changes nothing")
        precondition(whole.hasClosed == pieces.hasClosed, "arrival in pieces changes nothing")
    }
}
