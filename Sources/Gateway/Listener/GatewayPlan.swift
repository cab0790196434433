import Admission
import HTTPMachines
import Routing
import TransportSecurity

/// What every loop of a gateway shares, made once from the configuration and never changed.
final class GatewayPlan: Sendable {
    let configuration: GatewayConfiguration
    let routes: RouteTable
    /// What admission asks, by position of the route.
    let rules: [RouteRules]
    /// Position of the upstream, by position of the route; `nil` for a route that the gateway does not have.
    let upstreams: [Int?]
    /// How requests are forwarded, by position of the route.
    let forwarding: [RouteForwarding]
    /// What health checks have found, by position of the upstream; `nil` for one without them.
    let boards: [HealthBoard?]
    let admission: AdmissionPlan
    /// Client connections a loop may hold.
    let connectionsPerLoop: Int
    let timeouts: Timeouts
    let edge: EdgePlan
    /// The verify listener; `nil` without one.
    let verify: VerifyListenerPlan?
    /// The listener that sends clients to https; `nil` without one.
    let redirect: RedirectPlan?
    /// What records say of each route.
    let labels: [RouteLabels]
    /// Bounds of request bodies, by position of the route.
    let bodyLimits: [BodyLimits]
    /// What clients are offered; `nil` for plain HTTP.
    let security: ListenerSecurity?
    /// How upstreams are spoken to over TLS, by position; `nil` for plain HTTP.
    let upstreamSecurity: [UpstreamSecurity?]

    /// The listeners whose clients speak TLS.
    var secured: [ListenerName] {
        ListenerName.allCases.filter { listener in
            switch listener {
            case .gateway: self.security != nil
            case .verify: self.verify?.security != nil
            }
        }
    }

    /// The configuration's durations in nanoseconds.
    struct Timeouts: Sendable {
        let head: UInt64
        let bodyIdle: UInt64
        let keepAlive: UInt64
        let drain: UInt64
    }

    init(
        configuration: GatewayConfiguration, admission: AdmissionPlan, verify: VerifyListener? = nil,
        security: ListenerSecurity? = nil, upstreamSecurity: [UpstreamSecurity?] = [], loopCount: Int
    ) throws(GatewayError) {
        guard (configuration.tls == nil) == (security == nil) else {
            throw GatewayError(.settingInvalid, "gateway.tls: without certificates nothing is offered")
        }
        self.security = security
        self.upstreamSecurity = configuration.upstreams.indices.map {
            $0 < upstreamSecurity.count ? upstreamSecurity[$0] : nil
        }
        for (upstream, security) in zip(configuration.upstreams, self.upstreamSecurity) {
            guard (upstream.tls == nil) == (security == nil) else {
                throw GatewayError(.settingInvalid, "upstreams.\(upstream.name).tls: nothing is there to speak it with")
            }
        }
        self.configuration = try configuration.validated()
        self.routes = try RouteTable(configuration.routes)
        self.rules = configuration.routes.map(\.rules)
        self.admission = admission
        self.connectionsPerLoop = max(1, (configuration.maximumConnections + loopCount - 1) / max(loopCount, 1))
        self.edge = EdgePlan(
            configuration.edge, maximumConnections: configuration.maximumConnections, loopCount: loopCount)
        let edge = self.edge
        self.redirect = try configuration.edge.redirect.map { (settings) throws(GatewayError) in
            try RedirectPlan(settings, gateway: configuration, edge: edge)
        }
        self.labels = configuration.routes.map(RouteLabels.init)
        self.forwarding = configuration.routes.map(RouteForwarding.init)
        self.boards = configuration.upstreams.map { $0.healthCheck == nil ? nil : HealthBoard() }
        self.bodyLimits = configuration.routes.map { route in
            var limits = configuration.bodyLimits
            limits.maximumBodyBytes = route.maximumBodyBytes ?? limits.maximumBodyBytes
            return limits
        }
        self.upstreams = configuration.routes.map(\.upstream)
        self.timeouts = Timeouts(
            head: configuration.headTimeout.nanoseconds, bodyIdle: configuration.bodyIdleTimeout.nanoseconds,
            keepAlive: configuration.keepAliveTimeout.nanoseconds, drain: configuration.drainTimeout.nanoseconds)
        let (routes, rules) = (self.routes, self.rules)
        self.verify = try verify.map { (listener) throws(GatewayError) in
            try VerifyListenerPlan(
                listener, gateway: configuration, routes: routes, rules: rules, loopCount: loopCount)
        }
    }
}
