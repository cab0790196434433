package import HTTPMachines

/// The servers that requests of a route are forwarded to: all of them are as good for every request.
package struct UpstreamConfiguration: Sendable {
    /// What the `Host` field of a forwarded request says.
    package enum HostField: Sendable, Equatable {
        /// What the client sent.
        case passThrough
        /// Always this.
        case fixed(String)
    }

    /// Most endpoints that are named.
    package static let mostEndpoints = 64

    /// Names the upstream in logs and metrics.
    package var name: String
    /// At least one.
    package var endpoints: [EndpointConfiguration]
    package var hostField: HostField
    /// Connections of each endpoint, and requests that wait for one, per event loop.
    package var pool: PoolLimits
    /// Requests under way at all endpoints together, per event loop; beyond it 503 at once.
    package var maximumRequests = 65_536
    /// How long opening a connection may take.
    package var connectTimeout: Duration
    /// How long the upstream may take from the last byte of a request to the first of its response.
    package var responseTimeout: Duration
    /// How long a response may make no progress.
    package var responseIdleTimeout: Duration
    package var balance = BalancingRule.roundRobin
    /// How long an endpoint that is new or has come back takes to get its whole share; zero for at once.
    package var slowStart = Duration.zero
    /// With fewer of a hundred endpoints left than this, those that are out are used as well.
    package var panicPercent = 25
    package var ejection = EjectionSettings()
    package var retries = RetrySettings()
    /// `nil`: nobody is asked.
    package var healthCheck: HealthCheckSettings?
    /// `nil` for plain HTTP.
    package var tls: UpstreamTLSSettings?
    /// How often names are looked up.
    package var resolveInterval = Duration.seconds(30)
    /// Whether the server reads the body of every request before it takes the next one from the connection. Of one that does
    /// not, every connection that carries a body is closed behind the answer.
    package var readsBodies = true
    /// Whether its servers are told who asks in a signed token as well.
    package var signsIdentity = false

    package init(
        name: String, endpoints: [EndpointConfiguration], hostField: HostField = .passThrough,
        pool: PoolLimits = PoolLimits(), connectTimeout: Duration = .seconds(5),
        responseTimeout: Duration = .seconds(60), responseIdleTimeout: Duration = .seconds(60)
    ) {
        self.name = name
        self.endpoints = endpoints
        self.hostField = hostField
        self.pool = pool
        self.connectTimeout = connectTimeout
        self.responseTimeout = responseTimeout
        self.responseIdleTimeout = responseIdleTimeout
    }

    /// An upstream of one endpoint.
    package init(name: String, host: String, port: Int) {
        self.init(name: name, endpoints: [EndpointConfiguration(.host(host, port: port))])
    }

    /// How its endpoints share requests on one event loop.
    var balancing: BalancerSettings {
        BalancerSettings(
            rule: self.balance, mostRequestsEach: self.pool.maximumConnections, slowStart: self.slowStart.nanoseconds,
            panicPercent: self.panicPercent, ejection: self.ejection)
    }
}
