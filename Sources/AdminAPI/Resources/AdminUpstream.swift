package import Keys

/// How an upstream stands, as operators are told.
package struct AdminUpstream: Sendable {
    /// A server that requests go to.
    package struct Server: Sendable {
        /// The endpoint of the configuration.
        package let endpoint: String
        /// Which of its addresses, where each is a server of its own.
        package let address: String?
        /// `unchecked`, `healthy` or `unhealthy`.
        package let health: String
        /// The worst that an event loop thinks of it: `available`, `unhealthy` or `ejected`.
        package let state: String
        /// Event loops that give it requests because nothing speaks against it, and all of them.
        package let availableLoops: Int
        package let loops: Int
        package let ejectedUntil: WallTime?
        package let requestsUnderWay: Int
        /// What went wrong there last, and when.
        package let lastFailure: (what: String, at: WallTime)?

        package init(
            endpoint: String, address: String?, health: String, state: String, availableLoops: Int, loops: Int,
            ejectedUntil: WallTime?, requestsUnderWay: Int, lastFailure: (what: String, at: WallTime)?
        ) {
            self.endpoint = endpoint
            self.address = address
            self.health = health
            self.state = state
            self.availableLoops = availableLoops
            self.loops = loops
            self.ejectedUntil = ejectedUntil
            self.requestsUnderWay = requestsUnderWay
            self.lastFailure = lastFailure
        }
    }

    package let name: String
    package let servers: [Server]
    /// Why the last TLS connection could not be made.
    package let securityProblem: String?

    package init(name: String, servers: [Server], securityProblem: String?) {
        self.name = name
        self.servers = servers
        self.securityProblem = securityProblem
    }

    var document: JSONValue {
        .members([
            "name": .string(self.name), "servers": .array(self.servers.map(\.document)),
            "tls_problem": self.securityProblem.map(JSONValue.string),
        ])
    }
}

extension AdminUpstream.Server {
    var document: JSONValue {
        .members([
            "endpoint": .string(self.endpoint), "address": self.address.map(JSONValue.string),
            "health": .string(self.health), "state": .string(self.state),
            "available_loops": .integer(Int64(self.availableLoops)), "loops": .integer(Int64(self.loops)),
            "ejected_until_at": self.ejectedUntil.map(JSONValue.time),
            "requests_under_way": .integer(Int64(self.requestsUnderWay)),
            "last_failure": self.lastFailure.map {
                .members(["reason": .string($0.what), "failed_at": .time($0.at)])
            },
        ])
    }
}
