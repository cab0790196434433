import Admission
package import HTTPMachines
import Routing
package import SignedIdentity

/// Everything the data plane's listener and proxy can be told. Timeouts are checked about twenty times a second, so
/// that they may be up to a twentieth of a second late.
package struct GatewayConfiguration: Sendable {
    /// The IP address to listen on.
    package var address = "127.0.0.1"
    /// 0 takes a free port, the same on every loop.
    package var port = 8080
    /// Connections waiting to be accepted, per loop.
    package var backlog: Int32 = 1_024
    /// Client connections open at once, over all loops. Beyond it a connection is answered 503 and closed.
    package var maximumConnections = 16_384
    /// Bounds of a request's head.
    package var headLimits = HeadLimits()
    /// Bounds of a request's body and its trailers. A route may have a bound of its own.
    package var bodyLimits = BodyLimits(maximumBodyBytes: Self.defaultMaximumBodyBytes)
    /// Bounds of a response's head.
    package var responseHeadLimits = HeadLimits(maximumHeadBytes: 65_535)
    /// How long a client may take for a head, from its first byte.
    package var headTimeout: Duration = .seconds(10)
    /// How long a request body may make no progress.
    package var bodyIdleTimeout: Duration = .seconds(30)
    /// How long a connection may stay silent between requests.
    package var keepAliveTimeout: Duration = .seconds(75)
    /// How long the rest of a refused request is read before the connection closes.
    package var drainTimeout: Duration = .seconds(2)
    /// How much of the rest of a refused request is read before the connection closes.
    package var drainBytes = 65_536
    /// How many bytes that a client sends ahead of its turn are held.
    package var holdBytes = 65_536
    /// How long exchanges may go on once a shutdown has begun.
    package var shutdownTimeout: Duration = .seconds(10)
    /// What `WWW-Authenticate` names.
    package var realm = "gatehouse"
    /// `nil`: plain HTTP.
    package var tls: TLSSettings?
    /// Whom the listener believes, and what clients may take of it.
    package var edge = EdgeSettings()
    /// How answers tell of limits, on this listener and on the verify listener.
    package var limitAnnouncement = LimitAnnouncement()
    /// What identities are signed by; `nil`: none are.
    package var signedIdentity: IdentityTerms?

    /// 100 MiB: decision 0011.
    package static let defaultMaximumBodyBytes: UInt64 = 104_857_600

    package var upstreams: [UpstreamConfiguration]
    package var routes: [RouteConfiguration]

    package init(upstreams: [UpstreamConfiguration] = [], routes: [RouteConfiguration] = []) {
        self.upstreams = upstreams
        self.routes = routes
    }

    /// The configuration itself when it can work; otherwise an error that names the setting as the file calls it.
    package func validated() throws(GatewayError) -> Self {
        try self.require((0...65_535).contains(self.port), "gateway.port: 0 to 65535")
        try self.require((1...1_000_000).contains(self.maximumConnections), "gateway.maximumConnections: 1 to 1000000")
        try self.require((0...1_048_576).contains(self.drainBytes), "gateway.drainBytes: 0 to 1048576")
        try self.require((1_024...1_048_576).contains(self.holdBytes), "gateway.holdBytes: 1024 to 1048576")
        try self.require(Self.isQuotable(self.realm), "gateway.realm: 1 to 64 of A-Z a-z 0-9 space . _ -")
        for (name, value) in self.timeouts {
            try self.require(value > .zero && value <= .seconds(86_400), "\(name): above 0, at most one day")
        }
        try self.edge.validate()
        for upstream in self.upstreams {
            if let fault = upstream.fault { throw GatewayError(.settingInvalid, fault) }
            try self.require(
                !upstream.signsIdentity || self.signedIdentity != nil,
                "upstreams.\(upstream.name).signedIdentity: gateway.signedIdentity with its issuer is missing")
        }
        try self.require(
            !self.limitAnnouncement.dialects.isAmbiguous,
            "gateway.limitHeaders: X-RateLimit-Reset cannot be both a moment (unkey) and a span (apisix, tyk, envoy)")
        try self.require(self.limitAnnouncement.warningPercent <= 100, "gateway.limitWarningPercent: 0 to 100")
        if let terms = self.signedIdentity {
            try self.require(
                IdentityTerms.isIssuer(terms.issuer),
                "gateway.signedIdentity.issuer: 1 to \(IdentityTerms.longestIssuer) visible ASCII characters")
        }
        for (index, route) in self.routes.enumerated() {
            let name = route.rules.name
            try self.require(route.rules.index == index, "routes.\(name): its index is not its position")
            try self.require(
                route.upstream.map(self.upstreams.indices.contains) ?? true,
                "routes.\(name).upstream: there is no such upstream")
            try self.require(
                route.rewrite.path?.fits(template: route.path) ?? true,
                "routes.\(name).stripPrefix: does not begin the route's path")
        }
        _ = try RouteTable(self.routes)
        return self
    }

    private var timeouts: [(String, Duration)] {
        [
            ("gateway.headTimeoutMs", self.headTimeout), ("gateway.bodyIdleTimeoutMs", self.bodyIdleTimeout),
            ("gateway.keepAliveTimeoutMs", self.keepAliveTimeout), ("gateway.drainTimeoutMs", self.drainTimeout),
            ("gateway.shutdownTimeoutMs", self.shutdownTimeout),
        ]
            + self.edge.timeouts + self.upstreams.flatMap(\.timeouts) + self.routes.flatMap(\.timeouts)
    }

    private func require(_ holds: Bool, _ message: String) throws(GatewayError) {
        guard holds else { throw GatewayError(.settingInvalid, message) }
    }

    private static func isQuotable(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { ByteClass.isUnreserved($0) && $0 != 0x7e || $0 == 0x20 }
    }
}
