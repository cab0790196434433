import Keys

/// Where the admin API listens.
package struct AdminServerConfiguration: Hashable, Sendable {
    /// Longest path of a socket: what `sockaddr_un` holds.
    package static let longestSocketPath = 107

    /// Address of the TCP listener; `nil` for none. Loopback unless `isSecure` or `allowsBeyondLoopback`.
    package var host: String?
    /// 0 lets the system choose.
    package var port: Int
    /// Path of the Unix socket; `nil` for none. Its folder is created with mode 0700, or must have it.
    package var socketPath: String?
    /// The operator said in so many words that the listener may be reached from elsewhere without TLS.
    package var allowsBeyondLoopback = false
    /// Whether the TCP listener speaks TLS: then it may be reached from elsewhere.
    package var isSecure = false
    /// For how long a browser comes by TLS only (RFC 6797), in seconds; 0 says nothing of it.
    package var strictTransportSeconds = 0
    /// Handshakes that begin in a second, as many at once; 0 sets no bound.
    package var handshakesPerSecond = 0
    /// Most connections of a listener at the same time.
    package var mostConnections = 256
    /// Most of them from one address.
    package var mostConnectionsOfAnAddress = 64
    /// How long a connection may take until its next request head is complete.
    package var headTimeoutSeconds: Int64 = 10
    /// How long a request may take from its head to the end of its body.
    package var bodyTimeoutSeconds: Int64 = 30
    /// How long an answer may take to be made and taken.
    package var answerTimeoutSeconds: Int64 = 60
    /// Who may use the Unix socket.
    package var peerRule = PeerRule()

    package init(host: String? = "127.0.0.1", port: Int = 8081, socketPath: String? = nil) {
        self.host = host
        self.port = port
        self.socketPath = socketPath
    }

    /// The configuration, when a server may start with it.
    package func validated() throws(AdminServerError) -> Self {
        if let host = self.host, !self.isSecure, !self.allowsBeyondLoopback, !Self.isLoopback(host) {
            throw .init(
                .beyondLoopback,
                "The admin listener would be reachable beyond this machine at \(host), without TLS.")
        }
        if let path = self.socketPath, path.utf8.count > Self.longestSocketPath {
            throw .init(.socketPathTooLong, "The socket path is longer than \(Self.longestSocketPath) bytes: \(path)")
        }
        return self
    }

    /// Which names the listener answers to. With TLS the certificate says so: no browser comes by another name.
    func hostRule(of listener: AdminListener) -> HostRule {
        guard case .operatorKeys = listener, !self.isSecure, let host = self.host, Self.isLoopback(host) else {
            return .any
        }
        return .local
    }

    private static func isLoopback(_ host: String) -> Bool {
        IPAddress(host)?.isLoopback ?? false
    }
}
