import HTTPMachines
import Telemetry

extension Upstream {
    /// Counts something that concerns the whole upstream, or one of its endpoints.
    ///
    /// `endpoint` is the position of the endpoint; `nil` for the whole.
    func count(_ event: UpstreamEvent, of endpoint: Int? = nil) {
        self.count(event, series: endpoint.map { self.plan.endpointSeries[$0] } ?? 0)
    }

    /// The same for the endpoint at a place, unless it has gone.
    func count(_ event: UpstreamEvent, of place: EndpointConfiguration.Place) {
        guard let index = self.endpoints.firstIndex(where: { $0.configuration.place == place }) else { return }
        self.count(event, of: index)
    }

    func count(_ event: UpstreamEvent, of pool: UpstreamPool) { self.count(event, series: pool.series) }

    private func count(_ event: UpstreamEvent, series: UInt16) {
        self.loop.recorder.metrics.upstreamEvents.add(to: SeriesKey(self.plan.series, series, event.rawValue))
    }

    /// Adds to the metrics what has changed in the states of servers since the last time.
    func reportStates() {
        let cells = self.loop.recorder.metrics.upstreamServers
        for slot in self.pools.indices {
            let state = self.pools[slot] == nil ? nil : self.balancer.state(slot)
            guard state != self.reportedStates[slot]?.state else { continue }
            if let before = self.reportedStates[slot] { cells.subtract(from: before.key) }
            self.reportedStates[slot] = state.flatMap { state in
                self.pools[slot].map { Reported(state: state, series: $0.series) }
            }
            if let now = self.reportedStates[slot] { cells.add(to: now.key) }
        }
    }

    /// What the metrics say of a slot.
    struct Reported {
        let state: EndpointState
        /// The number that the endpoint is counted by.
        let series: UInt16

        fileprivate var key: SeriesKey { SeriesKey(self.series, UInt16(self.state.rawValue)) }
    }
}
