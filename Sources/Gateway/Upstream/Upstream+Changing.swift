import HTTPMachines
import Polling

/// The configuration has changed. What stays keeps its connections and what is thought of it.
extension Upstream {
    /// Goes on by another plan of the upstream. Servers that are gone get no more requests and go when those they have are
    /// over. With other settings of TLS all of them are other servers.
    func change(to plan: UpstreamPlan) {
        let before = self.plan
        self.take(plan)
        let now = self.loop.clock.monotonic
        self.changeEndpoints(staying: before.configuration.tls == plan.configuration.tls)
        if before.configuration.healthCheck != plan.configuration.healthCheck { self.cancelChecks() }
        if before.board !== plan.board { self.seenOfBoard = 0 }
        if plan.board == nil { self.takeAllForHealthy(now) }
        self.balancer.refresh(now: now)
    }

    private func changeEndpoints(staying mayStay: Bool) {
        var before = self.endpoints
        let interval = self.configuration.resolveInterval.nanoseconds
        self.endpoints = self.configuration.endpoints.enumerated().map { index, configuration in
            guard mayStay, let place = before.firstIndex(where: { $0.isSame(as: configuration) }) else {
                return UpstreamEndpoint(configuration, resolveInterval: interval)
            }
            var endpoint = before.remove(at: place)
            endpoint.change(to: configuration, resolveInterval: interval)
            self.keepServers(of: endpoint, at: index)
            return endpoint
        }
        for endpoint in before { self.dropServers(of: endpoint) }
        self.addMissingServers()
    }

    private func keepServers(of endpoint: UpstreamEndpoint, at index: Int) {
        for server in endpoint.servers {
            self.pools[server.slot]?.change(endpoint: index, of: self.plan)
            self.balancer.setWeight(server.slot, endpoint.configuration.weight)
        }
    }

    private func dropServers(of endpoint: UpstreamEndpoint) {
        for server in endpoint.servers {
            self.retire(server.slot)
            self.forgetCheck(of: .init(place: endpoint.configuration.place, address: server.address))
        }
    }

    /// Gives every endpoint its first server, unless there are too many on their way out: then a little later.
    func addMissingServers() {
        for index in self.endpoints.indices where self.endpoints[index].servers.isEmpty {
            self.addServer(self.firstAddress(of: index), to: index, self.endpoints[index].addresses, isNew: true)
        }
    }

    private func takeAllForHealthy(_ now: UInt64) {
        for endpoint in self.endpoints {
            for server in endpoint.servers { self.balancer.setHealthy(server.slot, true, now: now) }
        }
    }

    /// The numbers by which its servers are counted, those on their way out included.
    var servedSeries: [UInt16] { self.plan.endpointSeries + self.pools.compactMap { $0?.series } }

    // MARK: Leaving

    /// Whether nobody is served any more.
    var isDrained: Bool { self.balancer.active == 0 && self.pools.allSatisfy { $0?.isEmpty ?? true } }

    /// It is gone: the metrics know nothing of it any more.
    func dismiss() {
        self.closeAll()
        self.forgetPools()
        self.reportStates()
    }
}
