import HTTPMachines

/// What every loop makes its part of an upstream from; made once from the configuration and never changed.
final class UpstreamPlan: Sendable {
    let configuration: UpstreamConfiguration
    /// `nil` for plain HTTP.
    let security: UpstreamSecurity?
    /// What health checks have found; `nil` without them.
    let board: HealthBoard?
    /// What its servers are told of where a request comes from.
    let forwarding: EdgeSettings.ForwardingForm
    let terms: UpstreamTerms
    /// Whether its servers are told who asks in a signed token.
    let signsIdentity: Bool
    /// The number it is counted by.
    let series: UInt16
    /// Those of its endpoints.
    let endpointSeries: [UInt16]

    /// `board` is that of the upstream of the same name in the plan before.
    init(
        _ configuration: UpstreamConfiguration, security: UpstreamSecurity?, board: HealthBoard?,
        forwarding: EdgeSettings.ForwardingForm, names: SeriesNames
    ) {
        self.configuration = configuration
        self.security = security
        self.board = configuration.healthCheck == nil ? nil : board ?? HealthBoard()
        self.forwarding = forwarding
        self.terms = UpstreamTerms(configuration)
        self.signsIdentity = configuration.signsIdentity
        self.series = names.number(ofUpstream: configuration.name)
        self.endpointSeries = configuration.endpoints.map {
            names.number(of: .init(upstream: configuration.name, endpoint: $0.place))
        }
    }
}

/// How long a request may wait for an upstream, in nanoseconds. A request keeps the terms it began with.
struct UpstreamTerms: Sendable {
    /// From the last byte of the request to the first of its response.
    var response = UInt64.max
    /// Without progress of the response.
    var responseIdle = UInt64.max
    /// Longest time a request may spend without a connection, in one try.
    var acquire = UInt64.max

    /// Those of no upstream.
    init() {}

    init(_ configuration: UpstreamConfiguration) {
        self.response = configuration.responseTimeout.nanoseconds
        self.responseIdle = configuration.responseIdleTimeout.nanoseconds
        // To wait for a connection and to open one, and a second more for either to be noticed.
        let parts = [configuration.pool.waitTimeout, configuration.connectTimeout.nanoseconds, 1_000_000_000]
        self.acquire = parts.reduce(0) { sum, part in
            let (total, isTooLong) = sum.addingReportingOverflow(part)
            return isTooLong ? .max : total
        }
    }
}
