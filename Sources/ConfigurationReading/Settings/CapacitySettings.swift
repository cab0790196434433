/// From when on limits are lowered by load: `limiter` of the configuration. Nothing is by default.
package struct CapacitySettings: Sendable, Equatable {
    /// How busy the processors of the machine may be, in percent: 20 to 100.
    package var processorPercent: UInt32?
    /// How long an upstream may take to begin its answers, on average, in milliseconds: 1 to 600,000.
    package var upstreamLatencyMilliseconds: UInt32?
    /// How many of the requests to an upstream may fail, in percent: 1 to 100.
    package var upstreamErrorPercent: UInt32?

    package init() {}

    package var isEmpty: Bool { self == Self() }
    /// Whether upstreams have to be looked at.
    package var regardsUpstreams: Bool { self.upstreamLatencyMilliseconds != nil || self.upstreamErrorPercent != nil }
}
