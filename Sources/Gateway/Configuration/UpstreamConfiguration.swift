package import HTTPMachines

/// A server that requests are forwarded to.
package struct UpstreamConfiguration: Sendable {
    /// What the `Host` field of a forwarded request says.
    package enum HostField: Sendable, Equatable {
        /// What the client sent.
        case passThrough
        /// Always this.
        case fixed(String)
    }

    /// Names the upstream in logs and metrics.
    package var name: String
    /// A host name or an IP address.
    package var host: String
    /// 1...65535.
    package var port: Int
    package var hostField: HostField
    /// Per event loop.
    package var pool: PoolLimits
    /// How long opening a connection may take.
    package var connectTimeout: Duration
    /// How long the upstream may take from the last byte of a request to the first of its response.
    package var responseTimeout: Duration
    /// How long a response may make no progress.
    package var responseIdleTimeout: Duration
    /// Whether the server reads the body of every request before it takes the next one from the connection. Of one that does
    /// not, every connection that carries a body is closed behind the answer.
    package var readsBodies = true

    package init(
        name: String, host: String, port: Int, hostField: HostField = .passThrough, pool: PoolLimits = PoolLimits(),
        connectTimeout: Duration = .seconds(5), responseTimeout: Duration = .seconds(60),
        responseIdleTimeout: Duration = .seconds(60)
    ) {
        self.name = name
        self.host = host
        self.port = port
        self.hostField = hostField
        self.pool = pool
        self.connectTimeout = connectTimeout
        self.responseTimeout = responseTimeout
        self.responseIdleTimeout = responseIdleTimeout
    }
}
