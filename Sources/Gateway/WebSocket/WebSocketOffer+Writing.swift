import HTTPMachines

extension WebSocketOffer {
    /// Appends the lines by which an upstream is asked for what the client has asked for, in one form.
    func write(to text: inout some TextSink) {
        text.write("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ")
        text.write(self.key.text)
        text.write("\r\n")
        if !self.protocols.isEmpty {
            text.write("Sec-WebSocket-Protocol: ")
            for (index, name) in self.protocols.enumerated() {
                if index > 0 { text.write(", ") }
                text.write(name)
            }
            text.write("\r\n")
        }
        Self.write(extensions: self.extensions, to: &text)
    }

    /// Appends the lines by which a client hears that it has got what it asked for.
    func write(_ agreement: WebSocketAgreement, to text: inout some TextSink) {
        text.write("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: ")
        text.write(self.key.accept)
        text.write("\r\n")
        if let name = agreement.subprotocol {
            text.write("Sec-WebSocket-Protocol: ")
            text.write(name)
            text.write("\r\n")
        }
        Self.write(extensions: agreement.extensions, to: &text)
    }

    private static func write(extensions: [UInt8], to text: inout some TextSink) {
        guard !extensions.isEmpty else { return }
        text.write("Sec-WebSocket-Extensions: ")
        text.write(extensions)
        text.write("\r\n")
    }
}
