import Admission
import HTTPMachines
import Routing
import SignedIdentity
import TransportSecurity

/// What every loop of a gateway shares, made once from the configuration and never changed. When the configuration is read
/// again there is another one; requests finish under the plan they began with.
final class GatewayPlan: Sendable {
    let configuration: GatewayConfiguration
    let routes: RouteTable
    /// What admission asks, by position of the route.
    let rules: [RouteRules]
    /// Position of the upstream, by position of the route; `nil` for a route that the gateway does not have.
    let upstreams: [Int?]
    /// The upstreams.
    let destinations: [UpstreamPlan]
    /// How requests are forwarded, by position of the route.
    let forwarding: [RouteForwarding]
    let admission: AdmissionPlan
    /// Connections that fit the files which the process may open.
    let descriptors: DescriptorBudget
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
    /// What the loops' counts stand for: the same in all plans of a gateway.
    let names: SeriesNames

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

    /// `previous` is the plan before, whose counts and findings go on. `mostDescriptors` is how many files may be open.
    init(
        configuration: GatewayConfiguration, admission: AdmissionPlan, verify: VerifyListener? = nil,
        security: ListenerSecurity? = nil, upstreamSecurity: [UpstreamSecurity?] = [],
        identities: IdentityKeys? = nil, after previous: GatewayPlan? = nil, loopCount: Int,
        mostDescriptors: UInt64 = .max
    ) throws(GatewayError) {
        guard configuration.signedIdentity == nil || identities != nil else {
            throw GatewayError(.settingInvalid, "gateway.signedIdentity: nothing is there to sign with")
        }
        guard (configuration.tls == nil) == (security == nil) else {
            throw GatewayError(.settingInvalid, "gateway.tls: without certificates nothing is offered")
        }
        guard admission.routes.map(\.name) == configuration.routes.map(\.rules.name) else {
            throw GatewayError(.settingInvalid, "routes: admission knows others")
        }
        self.security = security
        self.configuration = try configuration.validated()
        let names = previous?.names ?? SeriesNames()
        self.names = names
        self.destinations = try Self.destinations(configuration, upstreamSecurity, after: previous, names)
        self.routes = try RouteTable(configuration.routes)
        self.rules = admission.routes
        self.admission = admission
        let descriptors = DescriptorBudget(
            limit: mostDescriptors, gateway: configuration.maximumConnections,
            verifiers: verify?.configuration.maximumConnections ?? 0,
            redirected: configuration.edge.redirect?.maximumConnections ?? 0)
        self.descriptors = descriptors
        self.connectionsPerLoop = max(1, (descriptors.gateway + loopCount - 1) / max(loopCount, 1))
        self.edge = EdgePlan(
            configuration.edge, maximumConnections: configuration.maximumConnections, loopCount: loopCount,
            peers: previous?.edge.peers)
        let edge = self.edge
        self.redirect = try configuration.edge.redirect.map { (settings) throws(GatewayError) in
            try RedirectPlan(
                settings, mostConnections: descriptors.redirected, gateway: configuration, edge: edge,
                answers: previous?.redirect?.answers)
        }
        self.labels = configuration.routes.map { RouteLabels($0, names: names) }
        self.forwarding = configuration.routes.map(RouteForwarding.init)
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
                listener, mostConnections: descriptors.verifiers, gateway: configuration, routes: routes, rules: rules,
                identities: identities, loopCount: loopCount)
        }
    }

    private static func destinations(
        _ configuration: GatewayConfiguration, _ securities: [UpstreamSecurity?], after previous: GatewayPlan?,
        _ names: SeriesNames
    ) throws(GatewayError) -> [UpstreamPlan] {
        var plans: [UpstreamPlan] = []
        for (position, upstream) in configuration.upstreams.enumerated() {
            let security = position < securities.count ? securities[position] : nil
            guard (upstream.tls == nil) == (security == nil) else {
                throw GatewayError(.settingInvalid, "upstreams.\(upstream.name).tls: nothing is there to speak it with")
            }
            let before = previous?.destinations.first { $0.configuration.name == upstream.name }
            plans.append(
                UpstreamPlan(
                    upstream, security: security, board: before?.board, forwarding: configuration.edge.forwardedWrite,
                    names: names))
        }
        return plans
    }

    /// Whether TLS is spoken with anybody.
    var speaksTLS: Bool { !self.secured.isEmpty || self.destinations.contains { $0.security != nil } }
}
