package import HTTPMachines
package import Keys

/// What an endpoint did last that a request or a health check should not have met.
package enum UpstreamFailure: String, Sendable, CaseIterable {
    /// It could not be connected to, or not be verified.
    case notConnected = "not_connected"
    /// It closed the connection before its answer was whole.
    case brokeOff = "broke_off"
    /// Its answer was no HTTP.
    case malformed
    case timedOut = "timed_out"
    /// It answered with a status that says so, 5xx but 501.
    case status
    /// A health check failed.
    case check
}

/// How an upstream stands, as all event loops together see it.
package struct UpstreamStanding: Sendable, Equatable {
    /// What health checks say.
    package enum Health: String, Sendable, CaseIterable {
        /// There are none, or none has ended yet.
        case unchecked
        case healthy, unhealthy
    }

    /// A server that requests go to.
    package struct Server: Sendable, Equatable {
        /// The endpoint of the configuration: `10.0.0.1:9000`, or a path.
        package let endpoint: String
        /// Which of its addresses, where each is a server of its own.
        package let address: String?
        package var health: Health
        /// Event loops by what they think of it, in the order of `EndpointState`.
        package var loops: [Int]
        /// When the last loop that has ejected it takes it back.
        package var ejectedUntil: WallTime?
        package var requestsUnderWay: Int
        package var lastFailure: UpstreamFailure?
        package var lastFailureAt: WallTime?

        /// The worst that a loop thinks of it.
        package var state: EndpointState {
            EndpointState.allCases.last { self.loops[Int($0.rawValue)] > 0 } ?? .available
        }

        /// Whether some loop gives it requests because nothing speaks against it.
        package var isAvailable: Bool { self.loops[Int(EndpointState.available.rawValue)] > 0 }

        /// Adds what another loop thinks of the same server.
        mutating func add(_ other: Self) {
            for index in self.loops.indices { self.loops[index] += other.loops[index] }
            if self.health == .unchecked { self.health = other.health }
            self.requestsUnderWay += other.requestsUnderWay
            if let end = other.ejectedUntil { self.ejectedUntil = max(self.ejectedUntil ?? end, end) }
            guard let at = other.lastFailureAt, at > self.lastFailureAt ?? .distantPast else { return }
            (self.lastFailure, self.lastFailureAt) = (other.lastFailure, at)
        }
    }

    package let name: String
    package var servers: [Server]
    /// Why the last TLS connection could not be made; `nil` without TLS, and once one could.
    package let securityProblem: String?

    /// Adds what another loop thinks of the same upstream. Loops may know other addresses for a moment.
    mutating func add(_ other: Self) {
        for server in other.servers {
            let known = self.servers.firstIndex { $0.endpoint == server.endpoint && $0.address == server.address }
            if let known { self.servers[known].add(server) } else { self.servers.append(server) }
        }
    }
}
