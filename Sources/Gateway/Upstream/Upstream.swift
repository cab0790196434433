import HTTPMachines
import Keys
import NIOCore
import Polling
import Telemetry

/// One upstream on one loop: its endpoints, who of them is chosen, and whether a request may be tried again. The machines
/// decide; this looks up, checks and counts. Nothing of it is shared with other loops but what health checks have found.
final class Upstream {
    private(set) var plan: UpstreamPlan
    private(set) var headWriter: RequestHeadWriter
    unowned let loop: GatewayLoop
    /// By slot of the balancer.
    private(set) var pools: [UpstreamPool?] = []
    var endpoints: [UpstreamEndpoint]
    var balancer: Balancer
    private var budget: RetryBudget
    private var bodies: BodyTrust
    /// Slots on their way out.
    private var retiring: [Int] = []
    /// What was last added to the metrics of each slot.
    var reportedStates: [Reported?] = []
    var seenOfBoard: UInt64 = 0
    /// On the loop that checks, what it knows of each server.
    var checks: [HealthBoard.Key: EndpointCheck] = [:]
    /// By slot, what went wrong there last.
    private(set) var failures: [Int: (what: UpstreamFailure, at: WallTime)] = [:]
    private var isClosing = false

    init(_ plan: UpstreamPlan, loop: GatewayLoop, seed: UInt64) {
        let configuration = plan.configuration
        self.plan = plan
        self.loop = loop
        self.headWriter = Self.headWriter(plan)
        self.balancer = Balancer(configuration.balancing, seed: seed)
        self.budget = RetryBudget(
            percent: configuration.retries.percent, minimumPerSecond: configuration.retries.minimumPerSecond)
        self.bodies = BodyTrust(readsBodies: configuration.readsBodies)
        let interval = configuration.resolveInterval.nanoseconds
        self.endpoints = configuration.endpoints.map { UpstreamEndpoint($0, resolveInterval: interval) }
        for index in self.endpoints.indices {
            self.addServer(self.firstAddress(of: index), to: index, self.endpoints[index].addresses, isNew: false)
        }
    }

    var configuration: UpstreamConfiguration { self.plan.configuration }
    var board: HealthBoard? { self.plan.board }

    /// Takes up what another plan says of the upstream as a whole.
    func take(_ plan: UpstreamPlan) {
        let (before, configuration) = (self.configuration, plan.configuration)
        self.plan = plan
        self.headWriter = Self.headWriter(plan)
        self.balancer.change(configuration.balancing)
        if before.retries != configuration.retries {
            self.budget = RetryBudget(
                percent: configuration.retries.percent, minimumPerSecond: configuration.retries.minimumPerSecond)
        }
        if before.readsBodies != configuration.readsBodies {
            self.bodies = BodyTrust(readsBodies: configuration.readsBodies)
        }
    }

    private static func headWriter(_ plan: UpstreamPlan) -> RequestHeadWriter {
        RequestHeadWriter(
            host: plan.configuration.hostField, defaultHost: Self.defaultHost(plan.configuration.endpoints),
            forwarding: plan.forwarding)
    }

    func firstAddress(of index: Int) -> Endpoint? {
        self.endpoints[index].configuration.isEveryAddress ? self.endpoints[index].addresses.first : nil
    }

    private static func defaultHost(_ endpoints: [EndpointConfiguration]) -> String {
        guard case .host? = endpoints.first?.place, let text = endpoints.first?.text else { return "localhost" }
        return text
    }

    // MARK: Requests

    /// The endpoint for a try of a request; `nil` when there are too many requests already. `leave` must follow.
    func choose(avoiding tried: TriedEndpoints) -> UpstreamPool? {
        guard self.balancer.active < self.configuration.maximumRequests,
            let slot = self.balancer.choose(avoiding: tried), let pool = self.pools[slot]
        else {
            self.count(.overflowed)
            return nil
        }
        if tried == TriedEndpoints() { self.budget.noteRequest(now: self.loop.clock.monotonic) }
        self.balancer.began(slot)
        return pool
    }

    /// Whether requests may still be given to an endpoint: it has not left its name.
    func serves(_ pool: UpstreamPool) -> Bool { self.balancer.state(pool.slot) != nil }

    /// A request is tried once more at the same endpoint. `leave` must follow.
    func rejoin(_ pool: UpstreamPool) { self.balancer.began(pool.slot) }

    /// A try is over.
    func leave(_ pool: UpstreamPool) { self.balancer.ended(pool.slot) }

    /// Whether a request that can be repeated safely is tried on another endpoint: then it is counted.
    func allowsRetry(_ tried: TriedEndpoints, retries: Int) -> Bool {
        guard retries < self.configuration.retries.attempts, self.balancer.hasAnother(than: tried) else { return false }
        let isAllowed = self.budget.spend(now: self.loop.clock.monotonic)
        self.count(isAllowed ? .retried : .retryRefused)
        return isAllowed
    }

    /// An endpoint has answered with that status.
    func answered(_ pool: UpstreamPool, _ status: UInt16) {
        // 501 is no failure: it says that a method is not spoken.
        if status >= 500, status != 501 { self.failed(pool, .status) } else { self.balancer.succeeded(pool.slot) }
    }

    /// An endpoint could not be connected to, broke off, kept silent or broke the protocol.
    func failed(_ pool: UpstreamPool, _ failure: UpstreamFailure) {
        self.note(failure, at: pool.slot)
        self.count(.failed, of: pool)
        guard self.balancer.failed(pool.slot, now: self.loop.clock.monotonic) else { return }
        self.count(.ejected, of: pool)
    }

    /// Remembers what went wrong at a slot.
    func note(_ failure: UpstreamFailure, at slot: Int) { self.failures[slot] = (failure, self.loop.clock.wall) }

    /// Requests that wait for a connection to other endpoints than this.
    func waitingElsewhere(than pool: UpstreamPool) -> Int {
        guard self.pools.count > 1 else { return 0 }
        return self.pools.reduce(0) { $0 + ($1?.waiterCount ?? 0) } - pool.waiterCount
    }

    /// Whether the server is asked to close its connection behind the request.
    func closesBehind(_ head: RequestHead) -> Bool { self.bodies.closes(behind: head) }

    /// Bytes came that no request asked for, on a connection that had carried a body.
    func noteUnasked(_ bytes: ByteBuffer) {
        if self.bodies.noteUnasked(bytes.readableBytesUInt8Span) { self.count(.bodyAnswered) }
    }

    /// What secures a connection to an endpoint for a check; `nil` when it cannot be secured.
    func layer(to place: EndpointConfiguration.Place) -> TLSLayer? {
        guard let index = self.endpoints.firstIndex(where: { $0.configuration.place == place }) else { return nil }
        return self.loop.layer(self.plan.security, toEndpoint: index)
    }

    // MARK: Servers

    /// Takes in a server of an endpoint.
    func addServer(_ address: Endpoint?, to index: Int, _ addresses: [Endpoint], isNew: Bool) {
        let now = self.loop.clock.monotonic
        let weight = self.endpoints[index].configuration.weight
        if self.balancer.isFull { self.makeRoom() }
        guard let slot = self.balancer.add(weight: weight, isNew: isNew, now: now) else { return }
        while self.pools.count <= slot {
            self.pools.append(nil)
            self.reportedStates.append(nil)
        }
        self.pools[slot] = UpstreamPool(
            self, endpoint: index, slot: slot, addresses: addresses, label: self.endpoints[index].label)
        self.endpoints[index].servers.append(.init(address: address, slot: slot))
        let place = self.endpoints[index].configuration.place
        if let isHealthy = self.board?[.init(place: place, address: address)] {
            self.balancer.setHealthy(slot, isHealthy, now: now)
        }
    }

    /// Gives a server no more requests; it goes when those it has are over.
    func retire(_ slot: Int) {
        self.balancer.retire(slot, now: self.loop.clock.monotonic)
        self.pools[slot]?.beginClosing()
        self.retiring.append(slot)
    }

    /// Nobody is served any more.
    func forgetPools() {
        for slot in self.pools.indices { self.pools[slot] = nil }
    }

    /// Whoever has been on its way out for longest goes at once, with whatever is still under way there: streams and WebSockets
    /// may be for days, and would leave no place for those that come.
    private func makeRoom() {
        guard let slot = self.retiring.first, let pool = self.pools[slot] else { return }
        self.loop.endExchanges(with: pool)
        pool.closeAll()
        self.dismissRetired()
    }

    private func dismissRetired() {
        self.retiring.removeAll { slot in
            guard self.balancer.active(slot) == 0, self.pools[slot]?.isEmpty ?? true else { return false }
            self.pools[slot] = nil
            self.balancer.vacate(slot)
            self.failures[slot] = nil
            return true
        }
    }

    // MARK: Time

    /// Time has passed: closes what has been idle too long, fails what has taken too long, looks up, checks, reports.
    func tick() {
        for pool in self.pools { pool?.expire() }
        if !self.retiring.isEmpty { self.dismissRetired() }
        let now = self.loop.clock.monotonic
        if !self.isClosing {
            self.addMissingServers()
            self.lookUpDueNames(now)
            self.check(now)
        }
        if self.pools.count > 1 { self.balancer.refresh(now: now) }
        self.reportStates()
    }

    /// Connections close as soon as nobody needs them. Requests that are under way are still served.
    func beginClosing() {
        self.isClosing = true
        self.cancelChecks()
        for pool in self.pools { pool?.beginClosing() }
    }

    func closeAll() {
        self.isClosing = true
        self.cancelChecks()
        for pool in self.pools { pool?.closeAll() }
    }
}
