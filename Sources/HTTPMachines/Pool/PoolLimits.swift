/// Bounds of the connections to one endpoint of an upstream on one event loop.
package struct PoolLimits: Equatable, Sendable {
    /// Connections open or being opened at once; 1...65,535.
    package var maximumConnections: Int
    /// Requests that may wait for a connection when all are busy, for all endpoints of the upstream together.
    package var maximumWaiters: Int
    /// Nanoseconds a connection may lie idle before it is closed.
    package var idleTimeout: UInt64
    /// Nanoseconds a request may wait for a connection.
    package var waitTimeout: UInt64

    package init(
        maximumConnections: Int = 512, maximumWaiters: Int = 1_024, idleTimeout: UInt64 = 60_000_000_000,
        waitTimeout: UInt64 = 5_000_000_000
    ) {
        self.maximumConnections = min(max(maximumConnections, 1), 65_535)
        self.maximumWaiters = max(maximumWaiters, 0)
        self.idleTimeout = idleTimeout
        self.waitTimeout = waitTimeout
    }
}
