import Admission
import HTTPMachines

/// A request that was judged under a plan which is not the loop's any more, and is still to be sent, or to be sent again.
extension DownstreamConnection {
    /// Whether it may go to that server. To one that its plan knew it may; one that has come under the name since has not been
    /// looked at, and may be meant for others: there it has to be admitted by what leads there now.
    func maySend(to pool: UpstreamPool) -> Bool {
        let (before, now, route) = (self.plan, self.loop.plan, self.record.route)
        guard route >= 0, let position = before.upstreams[route] else { return false }
        if before.destinations[position].knows(pool.place) { return true }
        guard now.configuration.matchesAsBefore(before.configuration), let position = now.upstreams[route],
            now.destinations[position].configuration.name == self.destination?.configuration.name
        else { return false }
        return self.loop.pipeline.objection(to: self.admitted?.key, self.standingRequest, on: now.rules[route]) == nil
    }
}

extension UpstreamPlan {
    fileprivate func knows(_ place: EndpointConfiguration.Place) -> Bool {
        self.configuration.endpoints.contains { $0.place == place }
    }
}

extension GatewayConfiguration {
    /// Whether every request is on the route at the same position as under another configuration.
    fileprivate func matchesAsBefore(_ other: Self) -> Bool {
        self.routes.elementsEqual(other.routes) { $0.host == $1.host && $0.methods == $1.methods && $0.path == $1.path }
    }
}
