import AdminAPI
import Gateway

/// Upstreams that lack servers are noticed by clients first, unless somebody looks here.
enum UpstreamFindings {
    static func findings(_ upstreams: [UpstreamStanding]) -> [AdminFinding] {
        upstreams.compactMap { upstream in
            let out = upstream.servers.filter { !$0.isAvailable }
            guard let first = out.first else { return nil }
            let (count, isAll) = (upstream.servers.count, out.count == upstream.servers.count)
            return .init(
                kind: isAll ? "upstream_unavailable" : "upstream_degraded", severity: isAll ? .critical : .warning,
                title: "Upstream \(upstream.name): \(out.count) of \(count) servers are not available.",
                subject: first.address ?? first.endpoint, cure: "See gatehouse upstreams list, and mend the servers.")
        }
    }
}

extension AdminUpstream {
    init(_ standing: UpstreamStanding) {
        self.init(
            name: standing.name,
            servers: standing.servers.map { server in
                .init(
                    endpoint: server.endpoint, address: server.address, health: server.health.rawValue,
                    state: "\(server.state)", availableLoops: server.loops.first ?? 0,
                    loops: server.loops.reduce(0, +), ejectedUntil: server.ejectedUntil,
                    requestsUnderWay: server.requestsUnderWay,
                    lastFailure: server.lastFailure.flatMap { what in
                        server.lastFailureAt.map { (what.rawValue, $0) }
                    })
            }, securityProblem: standing.securityProblem)
    }
}
