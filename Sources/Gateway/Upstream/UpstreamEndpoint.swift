import DecisionLog
import HTTPMachines
import Keys
import Polling

/// An endpoint of the configuration on one loop: the addresses it is known by, and the balancer's slots that stand for it.
struct UpstreamEndpoint {
    /// A server that the balancer chooses.
    struct Server {
        /// Which address it is; `nil` where all addresses lead to the same server, or none is known yet.
        var address: Endpoint?
        let slot: Int
    }

    private(set) var configuration: EndpointConfiguration
    /// The last that were found; empty until there are any.
    var addresses: [Endpoint]
    /// `nil` where nothing is to be looked up.
    var lookups: LookupSchedule?
    var servers: [Server] = []
    /// What records say of it.
    let label: InlineText<64>

    init(_ configuration: EndpointConfiguration, resolveInterval: UInt64) {
        self.configuration = configuration
        self.label = InlineText(configuration.text)
        switch configuration.place {
        case .socket(let path): self.addresses = [.path(path)]
        case .host(let host, let port):
            self.addresses = IPAddress(host).map { [.ip($0, port: UInt16(clamping: port))] } ?? []
            if self.addresses.isEmpty { self.lookups = LookupSchedule(interval: resolveInterval) }
        }
    }

    /// Whether servers of this endpoint are servers of that one.
    func isSame(as other: EndpointConfiguration) -> Bool {
        self.configuration.place == other.place && self.configuration.isEveryAddress == other.isEveryAddress
    }

    /// Goes on as an endpoint that is the same.
    mutating func change(to configuration: EndpointConfiguration, resolveInterval: UInt64) {
        self.configuration = configuration
        // Due at once: a look-up more does no harm.
        if self.lookups != nil { self.lookups = LookupSchedule(interval: resolveInterval) }
    }
}
