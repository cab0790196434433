package import TransportSecurity

/// How a listener over SwiftNIO speaks TLS: by the sessions of every other listener.
package struct ChannelSecurity: Sendable {
    package let listener: ListenerSecurity
    /// For how long a browser comes by TLS only (RFC 6797), in seconds; 0 says nothing of it.
    package let strictTransportSeconds: Int
    package let handshakes = HandshakeCounts()

    package init(_ listener: ListenerSecurity, strictTransportSeconds: Int) {
        self.listener = listener
        self.strictTransportSeconds = strictTransportSeconds
    }

    /// What goes into the pipeline of a connection that begins, first of all; `nil` without memory.
    package func accept() -> TLSHandler? {
        let begun = self.listener.offer.accept()
        guard let session = consume begun else { return nil }
        return TLSHandler(session, counts: self.handshakes)
    }
}
