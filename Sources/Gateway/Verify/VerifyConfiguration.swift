package import Admission
package import HTTPMachines
package import Keys
import Polling
import VerifyAPI

/// Everything the verify listener can be told.
package struct VerifyConfiguration: Sendable {
    /// The IP address to listen on; `nil` for none, when there is a socket.
    package var address: String? = "127.0.0.1"
    /// 0 takes a free port, the same on every loop.
    package var port = 8082
    /// Path of a Unix socket to listen on as well; `nil` for none.
    package var socket: String?
    /// How clients that come by the address speak; `nil`: plain HTTP, as the socket always does.
    package var tls: TLSSettings?
    /// Client connections open at once, over all loops. Beyond it, and beyond a quarter of it from one address, a connection
    /// is answered 503 and closed.
    package var maximumConnections = 8_192
    /// Bytes of bodies still coming in, over all loops. Beyond it, and beyond a quarter of it from one address, a request is
    /// answered 503.
    package var maximumBodyBytesHeld = 67_108_864
    /// Peers that are not held to a quarter, beside the proxies that are told below. By default whoever is on this machine: a
    /// reverse proxy here stands for all its clients. No setting of the file.
    package var unboundedPeers = ["127.0.0.0/8", "::1"].compactMap { NetworkRange($0) }
    /// Bounds of a request's head.
    package var headLimits = HeadLimits()
    /// How long a client may take for a head, from its first byte.
    package var headTimeout: Duration = .seconds(10)
    /// How long a client may take for a whole body.
    package var bodyTimeout: Duration = .seconds(30)
    /// How long a connection may stay silent between requests.
    package var keepAliveTimeout: Duration = .seconds(75)
    /// How long an act of the control plane may take.
    package var actTimeout: Duration = .seconds(10)
    /// How long an answer may wait for keys that only a slow hash can tell. No setting of the file: what clients may expect.
    package var longestProof: Duration = .seconds(5)
    /// Who may ask in a proxy's name; `nil` when nobody may, and forward-auth and ext_authz are not answered.
    package var proxyCallers: CallerRules?
    /// Proxies whose entries in `X-Forwarded-For` are passed over, from the right.
    package var trustedProxies: [NetworkRange] = []
    /// Whether `POST /v1/leaks/github` is answered.
    package var takesLeakReports = false

    package init() {}

    /// The configuration itself when it can work; otherwise an error that names the setting.
    package func validated() throws(GatewayError) -> Self {
        try self.require(self.address != nil || self.socket != nil, "address: an address, or a socket in its place")
        try self.require(self.tls == nil || self.address != nil, "tls: is for an address, and there is only a socket")
        try self.require((0...65_535).contains(self.port), "port: 0 to 65535")
        try self.require((1...1_000_000).contains(self.maximumConnections), "maximumConnections: 1 to 1000000")
        try self.require(
            self.maximumBodyBytesHeld >= VerifyPlan.maximumBodyBytes,
            "maximumBodyBytesHeld: at least \(VerifyPlan.maximumBodyBytes)")
        if let socket = self.socket {
            let longest = Endpoint.longestPath
            try self.require(socket.contains("/"), "socket: a path in a folder of its own")
            try self.require(socket.utf8.count <= longest, "socket: a path of at most \(longest) bytes")
        }
        let timeouts: KeyValuePairs = [
            "headTimeoutMs": self.headTimeout, "bodyTimeoutMs": self.bodyTimeout,
            "keepAliveTimeoutMs": self.keepAliveTimeout, "actTimeoutMs": self.actTimeout,
            "longestProof": self.longestProof,
        ]
        for (name, value) in timeouts {
            try self.require(value > .zero && value <= .seconds(86_400), "\(name): above 0, at most one day")
        }
        return self
    }

    private func require(_ holds: Bool, _ message: String) throws(GatewayError) {
        guard holds else { throw GatewayError(.settingInvalid, "verify.\(message)") }
    }
}
