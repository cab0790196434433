package import HTTPMachines
package import Keys

/// How the gateway's listener stands between the network and the proxy: whom it believes, and what clients may take of it
/// (docs/edge.md). In the file these are settings of `gateway` itself.
package struct EdgeSettings: Sendable, Hashable {
    /// Whether connections begin with a header of the PROXY protocol.
    package enum ProxyProtocol: String, Sendable, Hashable, CaseIterable {
        case off
        /// A connection without one, or from somebody who is not trusted, ends.
        case required
    }

    /// What upstreams are told of where a request comes from.
    package enum ForwardingForm: String, Sendable, Hashable, CaseIterable {
        /// `X-Forwarded-For`, `-Proto` and `-Host`.
        case xForwarded = "x-forwarded"
        /// `Forwarded` (RFC 7239).
        case forwarded
        case both
    }

    /// What upstreams are told of the trace that a request belongs to.
    package enum TraceForm: String, Sendable, Hashable, CaseIterable {
        /// What the client says; a trace begins with a request that names none.
        case begin
        /// What the client says.
        case pass
    }

    /// Most networks of proxies.
    package static let mostTrustedProxies = 256

    /// Networks whose connections are those of proxies of ours.
    package var trustedProxies: [NetworkRange] = []
    package var proxyProtocol = ProxyProtocol.off
    /// How long the header of the PROXY protocol may take.
    package var proxyHeaderTimeout: Duration = .seconds(3)
    /// Which fields of a trusted proxy are believed.
    package var forwardedRead = ForwardedClaim.Form.xForwarded
    /// Which fields upstreams get.
    package var forwardedWrite = ForwardingForm.xForwarded
    package var traceparent = TraceForm.begin
    /// How many of a hundred traces that begin here are said to be sampled.
    package var traceSampledPercent = 100
    /// Connections of one address (IPv6: of one /64) open at once; 0 for as many as there may be of all.
    package var maximumConnectionsPerAddress = 1_024
    /// New connections of one address in a second, on average; as many as it may have open may come at once. 0 for any.
    package var connectionsPerSecondPerAddress = 100
    /// Addresses that are held to neither. By default whoever is on this machine: a proxy here stands for all its clients.
    /// Trusted proxies are not held to them either. No setting of the file.
    package var unboundedPeers = ["127.0.0.0/8", "::1"].compactMap { NetworkRange($0) }
    /// How fast a client has to send a body, in bytes a second; 0 for any speed.
    package var minimumUploadRate = 500
    /// How fast a client has to take an answer, in bytes a second; 0 for any speed.
    package var minimumDownloadRate = 500
    /// How far a client may fall behind these.
    package var slowClientTimeout: Duration = .seconds(30)
    /// Bytes that all connections together may have lying in buffers.
    package var maximumBufferedBytes = 536_870_912
    /// How long what is ready may wait for its turn before requests are turned away.
    package var overloadDelay: Duration = .milliseconds(250)
    /// `nil`: no listener that sends clients to https.
    package var redirect: RedirectSettings?

    package init() {}

    /// Throws the first setting that cannot be, as the file calls it.
    func validate() throws(GatewayError) {
        try Self.require(
            self.trustedProxies.count <= Self.mostTrustedProxies,
            "gateway.trustedProxies: at most \(Self.mostTrustedProxies) networks")
        try Self.require(
            self.proxyProtocol == .off || !self.trustedProxies.isEmpty,
            "gateway.proxyProtocol: required believes trustedProxies only, and there are none")
        for (name, value) in self.counts {
            try Self.require((0...1_000_000).contains(value), "gateway.\(name): 0 to 1000000")
        }
        try Self.require((0...100).contains(self.traceSampledPercent), "gateway.traceSampledPercent: 0 to 100")
        try Self.require(
            (Self.leastBufferedBytes...Self.mostBufferedBytes).contains(self.maximumBufferedBytes),
            "gateway.maximumBufferedBytes: \(Self.leastBufferedBytes) to \(Self.mostBufferedBytes)")
        try self.redirect?.validate()
    }

    package static let leastBufferedBytes = 1_048_576
    package static let mostBufferedBytes = 1_099_511_627_776

    /// The numbers of 0 to a million.
    private var counts: KeyValuePairs<String, Int> {
        [
            "maximumConnectionsPerAddress": self.maximumConnectionsPerAddress,
            "connectionsPerSecondPerAddress": self.connectionsPerSecondPerAddress,
            "minimumUploadBytesPerSecond": self.minimumUploadRate,
            "minimumDownloadBytesPerSecond": self.minimumDownloadRate,
        ]
    }

    /// The times, as the file calls them.
    var timeouts: [(String, Duration)] {
        [
            ("gateway.proxyHeaderTimeoutMs", self.proxyHeaderTimeout),
            ("gateway.slowClientTimeoutMs", self.slowClientTimeout), ("gateway.overloadDelayMs", self.overloadDelay),
        ]
    }

    private static func require(_ holds: Bool, _ message: String) throws(GatewayError) {
        guard holds else { throw GatewayError(.settingInvalid, message) }
    }
}
