import HTTPMachines
import Keys
import Polling

/// The addresses of names change. They are looked up again and again, off the loop; when that fails, the last that were
/// found stay in use.
extension Upstream {
    /// Most addresses of one name.
    private static let mostAddresses = 16

    func lookUpDueNames(_ now: UInt64) {
        for index in self.endpoints.indices where self.endpoints[index].lookups != nil { self.lookUp(index, now: now) }
    }

    /// Looks an endpoint's name up, when it is time to.
    func lookUp(_ index: Int, isUrgent: Bool = false, now: UInt64) {
        guard case .host(let host, _) = self.endpoints[index].configuration.place,
            self.endpoints[index].lookups?.begins(now: now, isUrgent: isUrgent) == true
        else { return }
        let (thread, name) = (self.loop.thread, self.configuration.name)
        let place = self.endpoints[index].configuration.place
        self.loop.names.addresses(of: host) { found in
            thread.execute { $0.forEachUpstream(named: name) { $0.found(found, at: place) } }
        }
    }

    /// The configuration may have changed since it was looked for.
    private func found(_ found: [IPAddress], at place: EndpointConfiguration.Place) {
        self.loop.clock.read()
        let now = self.loop.clock.monotonic
        guard case .host(_, let port) = place,
            let index = self.endpoints.firstIndex(where: { $0.configuration.place == place })
        else { return }
        self.endpoints[index].lookups?.ended(isGood: !found.isEmpty, now: now)
        if found.isEmpty {
            self.count(.lookupFailed, of: index)
        } else {
            let addresses = found.prefix(Self.mostAddresses).map { Endpoint.ip($0, port: UInt16(clamping: port)) }
            self.use(addresses, for: index)
        }
        for server in self.endpoints[index].servers { self.pools[server.slot]?.connectWaiting() }
    }

    private func use(_ addresses: [Endpoint], for index: Int) {
        guard addresses != self.endpoints[index].addresses else { return }
        let isFirst = self.endpoints[index].addresses.isEmpty
        self.endpoints[index].addresses = addresses
        guard self.endpoints[index].configuration.isEveryAddress else {
            for server in self.endpoints[index].servers { self.pools[server.slot]?.use(addresses) }
            return
        }
        self.dropServers(of: index, notIn: addresses)
        for address in addresses where !self.endpoints[index].servers.contains(where: { $0.address == address }) {
            self.add(address, to: index, isNew: !isFirst)
        }
    }

    /// The server that stood for a name without addresses becomes the first of them.
    private func add(_ address: Endpoint, to index: Int, isNew: Bool) {
        guard let free = self.endpoints[index].servers.firstIndex(where: { $0.address == nil }) else {
            return self.addServer(address, to: index, [address], isNew: isNew)
        }
        self.endpoints[index].servers[free].address = address
        self.pools[self.endpoints[index].servers[free].slot]?.use([address])
    }

    private func dropServers(of index: Int, notIn addresses: [Endpoint]) {
        let gone = self.endpoints[index].servers.filter { server in
            server.address.map { !addresses.contains($0) } ?? false
        }
        self.endpoints[index].servers.removeAll { server in gone.contains { $0.slot == server.slot } }
        for server in gone {
            self.retire(server.slot)
            self.forgetCheck(of: .init(place: self.endpoints[index].configuration.place, address: server.address))
        }
    }
}
