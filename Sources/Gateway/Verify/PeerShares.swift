import Keys

/// How much of a loop's part of the verify listener each address has, so that none takes all of it.
///
/// It grows with the connections that are open, which have their own bound.
struct PeerShares {
    private struct Holding {
        var connections = 0
        var bytes = 0
    }

    /// Connections that one address may have open.
    var mostConnections: Int
    /// Bytes that may be held for one address.
    var mostBytes: Int
    private var holdings: [IPAddress: Holding] = [:]

    init(mostConnections: Int, mostBytes: Int) {
        self.mostConnections = mostConnections
        self.mostBytes = mostBytes
    }

    /// Counts a connection, unless the address has its share.
    mutating func open(_ peer: IPAddress) -> Bool {
        guard self.holdings[peer, default: Holding()].connections < self.mostConnections else { return false }
        self.holdings[peer, default: Holding()].connections += 1
        return true
    }

    /// A connection is gone, and all that was held for it.
    mutating func close(_ peer: IPAddress) {
        guard let holding = self.holdings[peer], holding.connections > 1 else {
            self.holdings[peer] = nil
            return
        }
        self.holdings[peer]?.connections -= 1
    }

    /// Counts bytes, unless the address has its share and so many more.
    mutating func hold(_ count: Int, for peer: IPAddress, reserve: Int) -> Bool {
        guard let holding = self.holdings[peer], holding.bytes + count <= self.mostBytes + reserve else { return false }
        self.holdings[peer]?.bytes += count
        return true
    }

    mutating func release(_ count: Int, of peer: IPAddress) { self.holdings[peer]?.bytes -= count }
}
