import HTTPMachines
import Polling

extension UpstreamConfiguration {
    /// Every duration with the setting's name: above 0, at most a day.
    var timeouts: [(String, Duration)] {
        let key = "upstreams.\(self.name)"
        let own: [(String, Duration)] = [
            ("\(key).connectTimeoutMs", self.connectTimeout), ("\(key).responseTimeoutMs", self.responseTimeout),
            ("\(key).responseIdleTimeoutMs", self.responseIdleTimeout),
            ("\(key).resolveIntervalMs", self.resolveInterval),
        ]
        guard let check = self.healthCheck else { return own }
        return own + [
            ("\(key).healthCheck.intervalMs", check.interval), ("\(key).healthCheck.timeoutMs", check.timeout),
        ]
    }

    /// What is wrong with it, naming the setting; `nil` when it can work.
    package var fault: String? {
        let key = "upstreams.\(self.name)"
        guard (1...Self.mostEndpoints).contains(self.endpoints.count) else {
            return "\(key).endpoints: 1 to \(Self.mostEndpoints)"
        }
        for endpoint in self.endpoints {
            if let fault = endpoint.fault { return "\(key).\(fault)" }
        }
        if let tls = self.tls, self.endpoints.contains(where: { tls.serverName(of: $0) == nil }) {
            return "\(key).tls.serverName: a Unix socket says no name"
        }
        if let fault = self.endpointsFault { return "\(key).endpoints: \(fault)" }
        if let fault = self.sharesFault { return "\(key).\(fault)" }
        if let check = self.healthCheck, !Self.isTarget(check.path) {
            return "\(key).healthCheck.path: begins with / and holds no space"
        }
        for case .some(let host) in [self.fixedHost, self.healthCheck?.host] where !Self.isHost(host) {
            return "\(key).host: a host name without spaces"
        }
        return nil
    }

    private var sharesFault: String? {
        if self.slowStart < .zero || self.slowStart > .seconds(86_400) { return "slowStartMs: at most one day" }
        if self.maximumRequests < 1 { return "maximumRequests: at least 1" }
        if !(0...4).contains(self.retries.attempts) { return "retries.attempts: 0 to 4" }
        return nil
    }

    private var endpointsFault: String? {
        let places = Set(self.endpoints.map(\.place))
        return places.count == self.endpoints.count ? nil : "one is there twice; give it a weight instead"
    }

    private var fixedHost: String? {
        guard case .fixed(let host) = self.hostField else { return nil }
        return host
    }

    private static func isHost(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 255 && text.utf8.allSatisfy { ByteClass.isVisible($0) }
    }

    private static func isTarget(_ text: String) -> Bool {
        text.utf8.first == 0x2f && text.utf8.count <= 2_048
            && text.utf8.allSatisfy { ByteClass.isVisible($0) && $0 != 0x23 }
    }
}

extension EndpointConfiguration {
    fileprivate var fault: String? {
        guard (1...1_000).contains(self.weight) else { return "weight: 1 to 1000" }
        switch self.place {
        case .host(let host, let port):
            guard !host.isEmpty, host.utf8.count <= 253, !host.utf8.contains(0) else {
                return "address: a name or an address"
            }
            return (1...65_535).contains(port) ? nil : "port: 1 to 65535"
        case .socket(let path):
            let isPath = (1...Endpoint.longestPath).contains(path.utf8.count) && !path.utf8.contains(0)
            return isPath ? nil : "socket: a path of at most \(Endpoint.longestPath) bytes"
        }
    }
}
