import Admission
import Keys

/// How a loop goes on by another configuration.
extension GatewayLoop {
    /// Goes on by another plan, in one turn: requests whose heads begin from here on are served by it. Upstreams that stay
    /// keep their connections.
    ///
    /// - Returns: where the loop counts from here on.
    func adopt(_ plan: GatewayPlan) -> LoopMetrics {
        self.clock.read()
        self.plan = plan
        self.pipeline.adopt(plan.admission)
        self.refusals = RefusalWriter(realm: plan.configuration.realm)
        self.limitText = LimitText(plan.configuration.limitAnnouncement)
        self.responseFields = ResponseFields(
            strictTransportSeconds: plan.configuration.tls?.strictTransportSeconds ?? 0)
        if self.tlsRoom == nil, plan.speaksTLS { self.tlsRoom = TLSRoom() }
        self.edge.adopt(plan.edge)
        if let tls = plan.configuration.tls { self.handshakes?.change(to: tls, connections: plan.connectionsPerLoop) }
        self.adoptUpstreams(plan)
        if let verify = plan.verify { self.verify?.adopt(verify) }
        for number in self.connections.numbers { self.connections[number]?.followPlan() }
        if self.recorder.metrics.isCrowded { self.forgetSeries() }
        return self.recorder.metrics
    }

    /// Counts go on without those of routes and servers that have gone, so that there is always room for those there are.
    private func forgetSeries() {
        let upstreams = self.upstreams + self.leaving
        self.recorder.metrics = LoopMetrics(
            self.recorder.metrics, routes: Set(self.plan.labels.map(\.series)),
            upstreams: Set(upstreams.map(\.plan.series)), servers: Set(upstreams.flatMap(\.servedSeries)))
    }

    private func adoptUpstreams(_ plan: GatewayPlan) {
        var before = self.upstreams
        self.upstreams = plan.destinations.map { plan in
            guard let place = before.firstIndex(where: { $0.configuration.name == plan.configuration.name }) else {
                return Upstream(plan, loop: self, seed: self.requestIDs.next().low)
            }
            let upstream = before.remove(at: place)
            upstream.change(to: plan)
            return upstream
        }
        for upstream in before { upstream.beginClosing() }
        self.leaving += before
        if self.isEnding { for upstream in self.upstreams { upstream.beginClosing() } }
    }

    /// The upstream at a position of a plan, which may be an earlier one.
    func upstream(_ position: Int, of plan: GatewayPlan) -> Upstream? {
        if plan === self.plan { return self.upstreams[position] }
        let name = plan.destinations[position].configuration.name
        return self.upstreams.first { $0.configuration.name == name }
            ?? self.leaving.first { $0.configuration.name == name }
    }

    /// Does something with every upstream of that name.
    func forEachUpstream(named name: String, _ body: (Upstream) -> Void) {
        for upstream in self.upstreams + self.leaving where upstream.configuration.name == name { body(upstream) }
    }

    /// Ends whatever is under way with a server.
    func endExchanges(with pool: UpstreamPool) {
        for number in self.connections.numbers where self.connections[number]?.pool === pool {
            self.connections[number]?.loseServer()
        }
    }

    /// What secures a connection to an upstream that has just been opened; `nil` when it cannot be secured.
    func layer(_ security: UpstreamSecurity?, toEndpoint index: Int) -> TLSLayer? {
        guard let room = self.tlsRoom, let session = security?.connect(toEndpoint: index) else { return nil }
        return TLSLayer(session, room: room)
    }

    /// An upstream that has left is forgotten once it serves nobody and no request can still come to it.
    func dismissLeft() {
        guard !self.leaving.isEmpty else { return }
        for upstream in self.leaving { upstream.tick() }
        for number in self.connections.numbers {
            guard let connection = self.connections[number] else { continue }
            if connection.plan !== self.plan, connection.awaited != nil { return }
        }
        self.leaving.removeAll { upstream in
            guard upstream.isDrained else { return false }
            upstream.dismiss()
            return true
        }
    }
}
