import Admission
import HTTPMachines
import Keys
import Routing
import SignedIdentity
import TransportSecurity
import VerifyAPI

/// What the loops' parts of the verify listener share, made once from the configuration and never changed.
struct VerifyListenerPlan: Sendable {
    let surface: VerifyPlan
    let headLimits: HeadLimits
    let acts: VerifyListener.Acts
    /// What clients that come by the address are offered; `nil` for plain HTTP.
    let security: ListenerSecurity?
    let tls: TLSSettings?
    /// Client connections a loop may hold.
    let connectionsPerLoop: Int
    /// Those of one peer among them.
    let connectionsPerPeer: Int
    /// Bytes of bodies still coming in that a loop may hold.
    let heldBytesPerLoop: Int
    /// Those of one peer among them.
    let heldBytesPerPeer: Int
    private let unboundedPeers: [NetworkRange]
    let timeouts: Timeouts

    /// The configuration's durations in nanoseconds.
    struct Timeouts: Sendable {
        let head: UInt64
        let body: UInt64
        let keepAlive: UInt64
        let act: UInt64
        let proof: UInt64
    }

    /// `routes` and `rules` are the gateway's: a request that a proxy asks about is on the route it would be on there.
    /// `mostConnections` are those over all loops.
    init(
        _ listener: VerifyListener, mostConnections: Int, gateway: GatewayConfiguration, routes: RouteTable,
        rules: [RouteRules], identities: IdentityKeys?, loopCount: Int
    ) throws(GatewayError) {
        let configuration = try listener.configuration.validated()
        guard (configuration.tls == nil) == (listener.security == nil) else {
            throw GatewayError(.settingInvalid, "verify.tls: without certificates nothing is offered")
        }
        self.security = listener.security
        self.tls = configuration.tls
        self.surface = VerifyPlan(
            routes: routes, rules: rules, callers: configuration.proxyCallers ?? CallerRules(secret: nil),
            trustedProxies: configuration.trustedProxies, answersProxies: configuration.proxyCallers != nil,
            takesLeakReports: configuration.takesLeakReports, realm: gateway.realm,
            strictTransportSeconds: configuration.tls?.strictTransportSeconds ?? 0,
            limits: gateway.limitAnnouncement,
            keySet: gateway.signedIdentity.flatMap { terms in identities.map { .init(keys: $0, terms: terms) } },
            audiences: gateway.routes.map { route in
                let upstream = route.upstream.map { gateway.upstreams[$0] }
                return upstream.flatMap { $0.signsIdentity ? $0.name : nil }
            })
        self.headLimits = configuration.headLimits
        self.acts = listener.acts
        let loops = max(loopCount, 1)
        self.connectionsPerLoop = max(1, (mostConnections + loops - 1) / loops)
        self.connectionsPerPeer = max(1, self.connectionsPerLoop / 4)
        let largestRequest = configuration.headLimits.maximumHeadBytes + VerifyPlan.maximumBodyBytes
        self.heldBytesPerLoop = max(largestRequest, configuration.maximumBodyBytesHeld / loops)
        self.heldBytesPerPeer = max(largestRequest, self.heldBytesPerLoop / 4)
        self.unboundedPeers = configuration.unboundedPeers + configuration.trustedProxies
        self.timeouts = Timeouts(
            head: configuration.headTimeout.nanoseconds, body: configuration.bodyTimeout.nanoseconds,
            keepAlive: configuration.keepAliveTimeout.nanoseconds, act: configuration.actTimeout.nanoseconds,
            proof: configuration.longestProof.nanoseconds)
    }

    /// What the share of a peer is counted by; `nil` for one that stands for many and may take all. An address that proves
    /// a proxy is such a one.
    func shareholder(_ peer: IPAddress) -> IPAddress? {
        let isProxy = self.surface.callers.prove(shown: Span(), peer: peer, isUnixSocket: false)
        guard !isProxy, !self.unboundedPeers.contains(where: { $0.contains(peer) }) else { return nil }
        return peer.budgetSubject
    }
}
