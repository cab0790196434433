import HTTPMachines
import Telemetry

extension Upstream {
    /// Counts something that concerns the whole upstream, or one of its endpoints.
    func count(_ event: UpstreamEvent, of endpoint: Int = 0) {
        self.loop.recorder.metrics.upstreamEvents.add(
            to: SeriesKey(self.position, UInt16(truncatingIfNeeded: endpoint), event.rawValue))
    }

    /// Adds to the metrics what has changed in the states of servers since the last time.
    func reportStates() {
        let cells = self.loop.recorder.metrics.upstreamServers
        for slot in self.pools.indices {
            let state = self.pools[slot] == nil ? nil : self.balancer.state(slot)
            guard state != self.reportedStates[slot]?.state else { continue }
            if let before = self.reportedStates[slot] { cells.subtract(from: before.key(self.position)) }
            self.reportedStates[slot] = state.flatMap { state in
                self.pools[slot].map { Reported(state: state, endpoint: $0.endpoint) }
            }
            if let now = self.reportedStates[slot] { cells.add(to: now.key(self.position)) }
        }
    }

    /// What the metrics say of a slot.
    struct Reported {
        let state: EndpointState
        let endpoint: Int

        fileprivate func key(_ upstream: UInt16) -> SeriesKey {
            SeriesKey(upstream, UInt16(truncatingIfNeeded: self.endpoint), UInt16(self.state.rawValue))
        }
    }
}
