import HTTPMachines
import Keys
import Polling

/// What is told of an upstream to whoever asks, never for a request.
extension Upstream {
    /// As this loop sees it.
    var standing: UpstreamStanding {
        .init(
            name: self.configuration.name,
            servers: self.endpoints.indices.flatMap { index in
                self.endpoints[index].servers.compactMap { self.standing(of: $0, at: index) }
            }, securityProblem: self.plan.security?.problem)
    }

    private func standing(of server: UpstreamEndpoint.Server, at index: Int) -> UpstreamStanding.Server? {
        guard let state = self.balancer.state(server.slot) else { return nil }
        let failure = self.failures[server.slot]
        return .init(
            endpoint: self.endpoints[index].configuration.text,
            address: server.address.map(Self.text),
            health: self.board?[.init(place: self.endpoints[index].configuration.place, address: server.address)]
                .map { $0 ? .healthy : .unhealthy } ?? .unchecked,
            loops: EndpointState.allCases.map { $0 == state ? 1 : 0 },
            ejectedUntil: self.balancer.ejectionEnd(server.slot).map(self.civil),
            requestsUnderWay: self.balancer.active(server.slot), lastFailure: failure?.what,
            lastFailureAt: failure?.at)
    }

    private static func text(_ address: Endpoint) -> String {
        switch address {
        case .ip(let ip, let port): "\(ip)".contains(":") ? "[\(ip)]:\(port)" : "\(ip):\(port)"
        case .path(let path): path
        }
    }

    /// The civil time of a moment of the monotonic clock that lies ahead.
    private func civil(_ moment: UInt64) -> WallTime {
        let clock = self.loop.clock
        let ahead = moment > clock.monotonic ? moment - clock.monotonic : 0
        let (sum, isTooFar) = clock.wall.milliseconds.addingReportingOverflow(Int64(clamping: ahead / 1_000_000))
        return WallTime(milliseconds: isTooFar ? .max : sum)
    }
}
