/// A server of an upstream, or a name that stands for several.
package struct EndpointConfiguration: Sendable, Hashable {
    /// Where it is.
    package enum Place: Sendable, Hashable {
        /// A host name or an IP address, and a port, 1...65,535.
        case host(String, port: Int)
        /// The path of a Unix socket, at most 107 bytes.
        case socket(String)
    }

    package var place: Place
    /// Its share of the requests beside the other endpoints', 1...1,000.
    package var weight: Int
    /// Each address of the name is a server of its own; otherwise all are ways to the same one, tried in order.
    package var isEveryAddress: Bool

    package init(_ place: Place, weight: Int = 1, isEveryAddress: Bool = false) {
        self.place = place
        self.weight = weight
        self.isEveryAddress = isEveryAddress
    }

    /// `host:port`, `[address]:port` for IPv6, or the path.
    package var text: String {
        switch self.place {
        case .host(let host, let port): host.utf8.contains(0x3a) ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .socket(let path): path
        }
    }

    /// The labels `server.address` and `server.port`, as OpenTelemetry has them.
    var labels: (address: String, port: String) {
        switch self.place {
        case .host(let host, let port): (host, String(port))
        case .socket(let path): (path, "")
        }
    }
}
