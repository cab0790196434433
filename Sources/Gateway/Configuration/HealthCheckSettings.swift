package import HTTPMachines

/// How an upstream's endpoints are asked whether they are well: GET over plain HTTP, on a connection of its own.
package struct HealthCheckSettings: Sendable, Equatable {
    /// Path and query, `/health`.
    package var path: String
    /// What the `Host` field says; `nil` for the endpoint itself.
    package var host: String?
    package var interval: Duration
    /// For connecting and the head of the answer.
    package var timeout: Duration
    package var thresholds: HealthThresholds
    /// Statuses of an endpoint that is well.
    package var statuses: ClosedRange<UInt16>

    package init(
        path: String, host: String? = nil, interval: Duration = .seconds(5), timeout: Duration = .seconds(2),
        thresholds: HealthThresholds = HealthThresholds(), statuses: ClosedRange<UInt16> = 200...299
    ) {
        self.path = path
        self.host = host
        self.interval = interval
        self.timeout = timeout
        self.thresholds = thresholds
        self.statuses = statuses
    }
}
