/// Why a connection or a request was turned away or cut so that others can go on. The raw value is its position in the
/// metrics.
enum Protection: UInt16, CaseIterable {
    /// The loop has all the connections that it may have.
    case connectionsFull = 0
    /// The address has.
    case addressConnections
    /// The address opens them too fast.
    case addressRate
    /// A connection that has to begin with a PROXY header comes from nobody who is trusted.
    case proxyUntrusted
    /// What it begins with is no such header.
    case proxyMalformed
    /// The header did not come in time.
    case proxySlow
    /// What a trusted proxy says of the client cannot be read.
    case forwardedUnreadable
    /// The TLS handshake did not come to its end in time.
    case handshakeSlow
    /// The head did not come in time, or nothing did.
    case headSlow
    /// A body made no progress.
    case bodySilent
    /// A body came more slowly than it has to.
    case uploadSlow
    /// An answer is read more slowly than it has to be.
    case downloadSlow
    /// Nothing came between two requests.
    case idle
    /// Closed between two requests, to make room for somebody else.
    case idleEvicted
    /// Extensions of chunks that are longer than anybody needs.
    case chunkExtensions
    /// Too much lay in buffers.
    case buffersFull
    /// The loop is behind.
    case overloaded
    /// Handshakes come too fast.
    case handshakeRate
    /// As many handshakes as may be are under way.
    case handshakesFull

    /// As the metric says it.
    var label: String {
        switch self {
        case .connectionsFull: "connections_full"
        case .addressConnections: "address_connections"
        case .addressRate: "address_rate"
        case .proxyUntrusted: "proxy_untrusted"
        case .proxyMalformed: "proxy_malformed"
        case .proxySlow: "proxy_slow"
        case .forwardedUnreadable: "forwarded_unreadable"
        case .handshakeSlow: "handshake_slow"
        case .headSlow: "head_slow"
        case .bodySilent: "body_silent"
        case .uploadSlow: "upload_slow"
        case .downloadSlow: "download_slow"
        case .idle: "idle"
        case .idleEvicted: "idle_evicted"
        case .chunkExtensions: "chunk_extensions"
        case .buffersFull: "buffers_full"
        case .overloaded: "overloaded"
        case .handshakeRate: "handshake_rate"
        case .handshakesFull: "handshakes_full"
        }
    }
}
