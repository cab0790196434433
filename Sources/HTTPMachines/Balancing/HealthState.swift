/// How many checks in a row change what is thought of an endpoint.
package struct HealthThresholds: Equatable, Sendable {
    /// So many that succeed make it healthy; at least 1.
    package var healthy: Int
    /// So many that fail make it unhealthy; at least 1.
    package var unhealthy: Int

    package init(healthy: Int = 2, unhealthy: Int = 3) {
        self.healthy = max(healthy, 1)
        self.unhealthy = max(unhealthy, 1)
    }
}

/// What the health checks of one endpoint have found. An endpoint that was never checked is taken for healthy, and its
/// first check decides alone: nobody should wait for thresholds at the start.
package struct HealthState: Equatable, Sendable {
    /// `nil` before the first check.
    package private(set) var isHealthy: Bool?
    /// Checks in a row that say otherwise.
    private var against = 0

    package init() {}

    /// A check is over.
    ///
    /// - Returns: whether that has changed what is thought of the endpoint.
    package mutating func checked(passed: Bool, _ thresholds: HealthThresholds) -> Bool {
        guard let isHealthy = self.isHealthy else {
            self.isHealthy = passed
            return true
        }
        guard passed != isHealthy else {
            self.against = 0
            return false
        }
        self.against += 1
        guard self.against >= (passed ? thresholds.healthy : thresholds.unhealthy) else { return false }
        self.isHealthy = passed
        self.against = 0
        return true
    }
}
