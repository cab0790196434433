import Synchronization

/// What the numbers stand for that loops count by. A number keeps its meaning for as long as the process lives, so that
/// counters go on when the configuration changes, and none is ever told under another's name.
///
/// Asked for numbers when a plan is made, and for names when metrics are written; never for a request.
final class SeriesNames: Sendable {
    /// What metrics say of a route.
    struct Route: Hashable, Sendable {
        let path: String
        let environment: String
    }

    /// What metrics say of an endpoint.
    struct Server: Hashable, Sendable {
        let upstream: String
        let endpoint: EndpointConfiguration.Place
    }

    private struct State {
        var routes = NumberedNames<Route>()
        var upstreams = NumberedNames<String>()
        var servers = NumberedNames<Server>()
    }

    private let state = Mutex(State())

    func number(of route: Route) -> UInt16 { self.state.withLock { $0.routes.number(of: route) } }

    func number(ofUpstream name: String) -> UInt16 { self.state.withLock { $0.upstreams.number(of: name) } }

    func number(of server: Server) -> UInt16 { self.state.withLock { $0.servers.number(of: server) } }

    func route(_ number: UInt16) -> Route? { self.state.withLock { $0.routes[number] } }

    func server(_ number: UInt16) -> Server? { self.state.withLock { $0.servers[number] } }
}

/// Names in the order in which they came. What comes when there is no number left has the number 0, as what has no name.
struct NumberedNames<Name: Hashable & Sendable>: Sendable {
    /// Beyond are the entrances of the verify listener.
    static var most: Int { 32_768 }

    private var names: [Name] = []
    private var numbers: [Name: UInt16] = [:]

    /// From 1 on.
    mutating func number(of name: Name) -> UInt16 {
        if let known = self.numbers[name] { return known }
        guard self.names.count < Self.most else { return 0 }
        self.names.append(name)
        let number = UInt16(truncatingIfNeeded: self.names.count)
        self.numbers[name] = number
        return number
    }

    subscript(number: UInt16) -> Name? {
        let index = Int(number) - 1
        return self.names.indices.contains(index) ? self.names[index] : nil
    }
}
