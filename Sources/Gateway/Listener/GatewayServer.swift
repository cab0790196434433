package import Admission
package import DecisionLog
package import Geolocation
package import Keys
package import Logging
package import Polling
package import SignedIdentity
import Synchronization
package import Telemetry
package import TransportSecurity

/// The data plane: event loops, each on a thread of its own with listening sockets, connections and pools of its own.
package final class GatewayServer: Sendable {
    struct State {
        var plan: GatewayPlan
        /// Those before it that some request still holds.
        var earlier: [EarlierPlan] = []
        var threads: [LoopThread<GatewayLoop>] = []
        var metrics: [LoopMetrics] = []
        var port: Int?
        var verifyPort: Int?
        var redirect: LoopThread<RedirectLoop>?
        var redirectPort: Int?
    }

    /// Held by nobody but requests.
    struct EarlierPlan {
        weak var plan: GatewayPlan?
    }

    /// Most plans that requests hold besides the one in force.
    private static let mostEarlierPlans = 64

    let verify: VerifyConfiguration?
    private let loopCount: Int
    private let mostDescriptors: UInt64
    private let decisions: DecisionLog?
    /// What identities are signed with.
    package let identities: IdentityKeys?
    let inherited: InheritedSockets
    private let names: NameLookup
    private let places: PlaceDirectory
    let logger: Logger
    let state: Mutex<State>

    /// Checks the configuration; `admission` judges requests and its routes are those of the configuration. `decisions`
    /// has a ring for each of the loops. `names` looks up upstreams, `places` says where addresses are. `verify` is listened for on the same loops. `security`
    /// is there exactly when the configuration says that clients speak TLS, and `upstreamSecurity` where it says so of upstreams. Sockets that are inherited as `gateway` and `verify`
    /// are listened on in the place of the configured addresses. `identities` are what callers are told of with, where the
    /// configuration says so, now or later. `mostDescriptors` is how many files the process may open:
    /// there are never more connections than fit.
    package init(
        configuration: GatewayConfiguration, admission: AdmissionPlan, verify: VerifyListener? = nil,
        security: ListenerSecurity? = nil, upstreamSecurity: [UpstreamSecurity?] = [], decisions: DecisionLog? = nil,
        names: NameLookup = NameLookup(), places: PlaceDirectory = PlaceDirectory(), identities: IdentityKeys? = nil,
        inherited: InheritedSockets = .init(), loops: Int, mostDescriptors: UInt64 = .max, logger: Logger
    ) throws(GatewayError) {
        self.names = names
        self.places = places
        self.loopCount = max(loops, 1)
        self.mostDescriptors = mostDescriptors
        self.verify = verify?.configuration
        let plan = try GatewayPlan(
            configuration: configuration, admission: admission, verify: verify, security: security,
            upstreamSecurity: upstreamSecurity, identities: identities, loopCount: self.loopCount,
            mostDescriptors: mostDescriptors)
        self.identities = identities
        self.state = Mutex(State(plan: plan))
        self.decisions = decisions
        self.inherited = inherited
        self.logger = logger
    }

    /// The port it listens on, once it does.
    package var port: Int? { self.state.withLock { $0.port } }

    /// The port of the verify listener, once it listens on one.
    package var verifyPort: Int? { self.state.withLock { $0.verifyPort } }

    /// The port of the listener that sends clients to https, once it listens.
    package var redirectPort: Int? { self.state.withLock { $0.redirectPort } }

    /// Writes the gateway's metrics, summed over the loops.
    package func writeMetrics(to text: inout PrometheusText) {
        let (plan, metrics) = self.sums
        metrics.write(to: &text)
        plan.redirect?.writeMetrics(to: &text)
    }

    /// What has become of the requests to each upstream since the start.
    package var upstreamTotals: [UpstreamTotals] {
        let (plan, loops) = self.state.withLock { ($0.plan, $0.metrics) }
        return UpstreamTotals.all(plan.destinations, loops)
    }

    /// TLS handshakes of clients, summed over the loops, with the labels of `Metric.tlsHandshakes`; none without TLS.
    package var handshakes: [(labels: [String], value: UInt64)] { self.sums.metrics.handshakes() }

    private var sums: (plan: GatewayPlan, metrics: GatewayMetrics) {
        let (plan, loops) = self.state.withLock { ($0.plan, $0.metrics) }
        let environments = plan.admission.publication.snapshot.environments.map(\.name)
        return (plan, GatewayMetrics(plan: plan, loops: loops, environments: environments))
    }

    /// Listens on every loop. Throws `listenFailed` when an address is taken; nothing listens then.
    package func start() async throws {
        self.tellOfDescriptors()
        do {
            try await self.startLoops()
            try await self.listen()
            try await self.listenForRedirects()
        } catch {
            await self.stopLoops()
            throw error
        }
    }

    /// Stops accepting, lets exchanges finish within the time given, or the configured one, then closes whatever is left.
    package func shutdown(within limit: Duration? = nil) async {
        let threads = self.state.withLock { $0.threads }
        await withTaskGroup(of: Void.self) { group in
            for thread in threads {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        let isTaken = thread.execute { $0.beginEnding(within: limit) { continuation.resume() } }
                        if !isTaken { continuation.resume() }
                    }
                }
            }
        }
        await self.stopLoops()
    }

    // MARK: Changes of the configuration

    /// Checks another configuration and makes everything of it that can fail, so that `adopt` cannot. Nothing changes yet.
    ///
    /// `routes` and `limits` are what admission asks under it; `verify` and `upstreamSecurity` as at the start. What the
    /// listeners were opened with has to be the same.
    package func plan(
        _ configuration: GatewayConfiguration, routes: RouteBook, limits: [LimitPolicy], verify: VerifyListener?,
        upstreamSecurity: [UpstreamSecurity?]
    ) throws(GatewayError) -> PlannedChange {
        let (before, count) = self.state.withLock { state in
            state.earlier.removeAll { $0.plan == nil }
            return (state.plan, state.earlier.count)
        }
        guard count < Self.mostEarlierPlans else {
            throw GatewayError(
                .tooManyPlans, "requests of \(count) earlier configurations are still under way: try again later")
        }
        guard (verify == nil) == (before.verify == nil) else { throw .needsRestart("verify") }
        guard (configuration.edge.redirect == nil) == (before.redirect == nil) else {
            throw .needsRestart("gateway.redirect")
        }
        guard (configuration.tls == nil) == (before.configuration.tls == nil) else {
            throw .needsRestart("gateway.tls")
        }
        return PlannedChange(
            plan: try GatewayPlan(
                configuration: configuration,
                admission: AdmissionPlan(before.admission, routes: routes, limits: limits),
                verify: verify, security: before.security, upstreamSecurity: upstreamSecurity,
                identities: self.identities, after: before,
                loopCount: self.loopCount, mostDescriptors: self.mostDescriptors))
    }

    /// What `plan` has made.
    package struct PlannedChange: Sendable {
        let plan: GatewayPlan
    }

    /// Takes a change into force on every loop, and returns once it is. One at a time.
    package func adopt(_ change: PlannedChange) async {
        let plan = change.plan
        plan.edge.peers.change(plan.edge.peerLimits)
        let (threads, redirect) = self.state.withLock { state in
            state.earlier.append(EarlierPlan(plan: state.plan))
            state.plan = plan
            return (state.threads, state.redirect)
        }
        if let redirect, let rules = plan.redirect { redirect.execute { $0.adopt(rules) } }
        await withTaskGroup(of: (Int, LoopMetrics?).self) { group in
            for (index, thread) in threads.enumerated() {
                // A loop that has ended serves nobody.
                group.addTask { (index, try? await thread.submit { $0.adopt(plan) }) }
            }
            for await (index, metrics) in group {
                guard let metrics else { continue }
                self.state.withLock { $0.metrics[index] = metrics }
            }
        }
    }

    /// How the upstreams stand, in the order of the configuration, as all loops together see them.
    package func upstreams() async -> [UpstreamStanding] {
        var all: [UpstreamStanding] = []
        for thread in self.state.withLock({ $0.threads }) {
            guard let seen = try? await thread.submit({ loop in loop.upstreamStandings }) else { continue }
            guard !all.isEmpty else {
                all = seen
                continue
            }
            for one in seen {
                // While a configuration comes into force, loops have different ones.
                guard let known = all.firstIndex(where: { $0.name == one.name }) else { continue }
                all[known].add(one)
            }
        }
        return all
    }

    /// Returns once every loop has turned; `false` when one has ended.
    package func hasTurned() async -> Bool {
        for thread in self.state.withLock({ $0.threads }) {
            guard (try? await thread.submit { _ in }) != nil else { return false }
        }
        return true
    }

    var configuration: GatewayConfiguration { self.state.withLock { $0.plan.configuration } }

    // MARK: Loops

    private func tellOfDescriptors() {
        let descriptors = self.state.withLock { $0.plan.descriptors }
        guard descriptors.isShort else { return }
        // `doctor` says so as well; a start that goes well has nothing to say.
        self.logger.info(
            "fewer connections than configured: the process may open too few files",
            metadata: [
                "limit": "\(self.mostDescriptors)", "wanted": "\(descriptors.wanted)",
                "gateway.connections": "\(descriptors.gateway)", "verify.connections": "\(descriptors.verifiers)",
            ])
    }

    private func startLoops() async throws {
        for index in 0..<self.loopCount {
            let (plan, metrics) = (self.state.withLock { $0.plan }, LoopMetrics())
            let (names, places, identities) = (self.names, self.places, self.identities)
            let ring = self.decisions?.ring(index)
            let thread = try await LoopThread<GatewayLoop>.start(name: "gate-\(index)", tick: GatewayLoop.tick) {
                let loop = GatewayLoop(
                    plan: plan, poller: $0, thread: $1, names: names, places: places,
                    recorder: RequestRecorder(metrics: metrics, ring: ring), seed: .random(in: .min ... .max),
                    checksEndpoints: index == 0, identities: identities)
                try loop.start()
                return loop
            }
            self.state.withLock { state in
                state.threads.append(thread)
                state.metrics.append(metrics)
            }
        }
    }

    private func stopLoops() async {
        let (threads, redirect) = self.state.withLock { state in
            defer { (state.threads, state.redirect) = ([], nil) }
            return (state.threads, state.redirect)
        }
        if let redirect {
            redirect.execute { $0.end() }
            await redirect.stop()
        }
        for thread in threads {
            thread.execute { loop in
                loop.stopListening()
                loop.end()
            }
            await thread.stop()
        }
    }
}
