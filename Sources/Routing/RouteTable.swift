import Admission
package import HTTPMachines
import Keys

/// Which route a request is on, by host, path and method, in this order. Made once at start; a look-up allocates nothing.
///
/// Hosts are tried from the most specific to the least: the exact name, wildcards by falling length, any. The first with
/// a matching path decides, and there the most specific path; then the method is on its route or is not allowed, so that
/// a broad route never sweeps up what a narrow one leaves out. Neither does it sweep up what a server may take for the
/// narrow one's: a path that misses a more specific template only by letter case or a final slash is on no route, unless
/// both ask for the same.
package struct RouteTable: Sendable {
    /// What a path template leads to.
    struct Endpoint {
        /// The route of each method, by raw value; -1 for none.
        var routes = [Int](repeating: -1, count: RequestMethod.allCases.count)
        /// The value of `Allow`.
        var allow: [UInt8] = []
    }

    private struct Host {
        let name: [UInt8]
        var trie: RouteTrie
    }

    private var exact: [Host] = []
    /// Longest first.
    private var suffixes: [Host] = []
    private var any = RouteTrie()
    private var endpoints: [Endpoint] = []
    /// Of each endpoint; equal numbers stand for equal demands of every method.
    private var demands: [Int] = []

    package init(_ routes: [RoutePattern]) throws(RoutingError) {
        for (index, route) in routes.enumerated() {
            let pattern = try HostPattern(route.host)
            let template = try RouteTemplate(route.path)
            let endpoint = self.endpoint(of: pattern, template)
            try self.claim(endpoint, by: index, of: routes)
        }
        for index in self.endpoints.indices { self.endpoints[index].complete() }
        self.demands = Self.demands(of: self.endpoints, routes)
        self.exact.sort { $0.name.lexicographicallyPrecedes($1.name) }
        self.suffixes.sort { $0.name.count > $1.name.count }
    }

    /// Finds the route of a request. `bytes` are those the head was parsed from.
    package func match(_ head: RequestHead, of bytes: Span<UInt8>) -> RouteMatch {
        guard !head.path.isEmpty, bytes[head.path.lowerBound] == 0x2f else { return .notFound }
        let endpoint = self.endpoint(host: Self.name(of: head.host, in: bytes), path: head.path, bytes)
        guard endpoint >= 0 else { return .notFound }
        guard let method = RequestMethod(head.method) else { return .methodNotAllowed(endpoint: endpoint) }
        let route = self.endpoints[endpoint].routes[Int(method.rawValue)]
        return route >= 0 ? .route(route) : .methodNotAllowed(endpoint: endpoint)
    }

    /// The methods an endpoint has, as `Allow` lists them.
    package func allow(_ endpoint: Int) -> [UInt8] { self.endpoints[endpoint].allow }

    private func endpoint(host: ByteRange, path: ByteRange, _ bytes: Span<UInt8>) -> Int {
        var near = NearMatches()
        let found = self.endpoint(host: host, path: path, bytes, &near)
        return found >= 0 && near.agree(with: found, self.demands) ? found : -1
    }

    private func endpoint(
        host: ByteRange, path: ByteRange, _ bytes: Span<UInt8>, _ near: inout NearMatches
    ) -> Int {
        for candidate in self.exact where Self.matches(host, candidate.name, bytes) {
            let found = candidate.trie.match(path, of: bytes, noting: &near)
            if found >= 0 { return found }
        }
        for candidate in self.suffixes where Int(host.count) > candidate.name.count {
            let tail = ByteRange(start: host.upperBound - candidate.name.count, end: host.upperBound)
            guard Self.matches(tail, candidate.name, bytes) else { continue }
            let found = candidate.trie.match(path, of: bytes, noting: &near)
            if found >= 0 { return found }
        }
        return self.any.match(path, of: bytes, noting: &near)
    }

    /// The host without its port and without a final dot.
    private static func name(of host: ByteRange, in bytes: Span<UInt8>) -> ByteRange {
        var end = host.upperBound
        while end > host.lowerBound, ByteClass.isDigit(bytes[end - 1]) { end -= 1 }
        if end > host.lowerBound, bytes[end - 1] == 0x3a { end -= 1 } else { end = host.upperBound }
        if end > host.lowerBound, bytes[end - 1] == 0x2e { end -= 1 }
        return ByteRange(start: host.lowerBound, end: end)
    }

    private static func matches(_ range: ByteRange, _ lowercased: [UInt8], _ bytes: Span<UInt8>) -> Bool {
        guard Int(range.count) == lowercased.count else { return false }
        for index in lowercased.indices {
            let byte = bytes[range.lowerBound + index]
            let folded = byte &- 0x41 < 26 ? byte | 0x20 : byte
            if folded != lowercased[index] { return false }
        }
        return true
    }
}

// MARK: Making the table

extension RouteTable {
    private mutating func endpoint(of pattern: HostPattern, _ template: RouteTemplate) -> Int {
        let next = self.endpoints.count
        let endpoint: Int
        switch pattern {
        case .any:
            endpoint = self.any.endpoint(of: template, new: next)
        case .exact(let name):
            endpoint = self.exact[Self.position(of: name, in: &self.exact)].trie.endpoint(of: template, new: next)
        case .suffix(let name):
            endpoint = self.suffixes[Self.position(of: name, in: &self.suffixes)].trie.endpoint(of: template, new: next)
        }
        if endpoint == next { self.endpoints.append(Endpoint()) }
        return endpoint
    }

    private static func position(of name: [UInt8], in hosts: inout [Host]) -> Int {
        if let index = hosts.firstIndex(where: { $0.name == name }) { return index }
        hosts.append(Host(name: name, trie: RouteTrie()))
        return hosts.count - 1
    }

    private mutating func claim(_ endpoint: Int, by index: Int, of routes: [RoutePattern]) throws(RoutingError) {
        let route = routes[index]
        for method in route.methods?.methods ?? RequestMethod.allCases {
            let owner = self.endpoints[endpoint].routes[Int(method.rawValue)]
            guard owner < 0 else {
                throw RoutingError(
                    .ambiguous,
                    "routes.\(route.rules.name): \(method.name) \(route.path) is taken by routes.\(routes[owner].rules.name)"
                )
            }
            self.endpoints[endpoint].routes[Int(method.rawValue)] = index
        }
    }
}

extension RouteTable {
    private static func demands(of endpoints: [Endpoint], _ routes: [RoutePattern]) -> [Int] {
        var numbers: [[RouteDemand?]: Int] = [:]
        return endpoints.map { endpoint in
            let demands = endpoint.routes.map { $0 < 0 ? nil : RouteDemand(routes[$0].rules) }
            let number = numbers[demands] ?? numbers.count
            numbers[demands] = number
            return number
        }
    }
}

extension RouteTable.Endpoint {
    /// GET brings HEAD with it, and `Allow` is written once.
    mutating func complete() {
        let get = Int(RequestMethod.get.rawValue)
        let head = Int(RequestMethod.head.rawValue)
        if self.routes[head] < 0 { self.routes[head] = self.routes[get] }
        let names = RequestMethod.allCases
            .filter { $0 != .other && self.routes[Int($0.rawValue)] >= 0 }
            .map(\.name)
        self.allow = Array(names.joined(separator: ", ").utf8)
    }
}
