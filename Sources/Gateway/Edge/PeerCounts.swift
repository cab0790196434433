import Keys

/// What one address may do.
struct PeerLimits: Sendable {
    let mostConnections: Int
    /// Nanoseconds from one new connection to the next; 0 for no pace.
    let interval: UInt64
    /// How far ahead of its pace an address may be.
    let leeway: UInt64

    /// `perSecond` 0 asks for no pace.
    init(mostConnections: Int, perSecond: Int) {
        self.mostConnections = max(mostConnections, 1)
        self.interval = perSecond > 0 ? 1_000_000_000 / UInt64(perSecond) : 0
        self.leeway = self.interval &* UInt64(self.mostConnections)
    }
}

/// Connections by address, and when each is back at its pace (the generic cell rate algorithm: one number for each).
///
/// It holds the addresses that have a connection, of which there are as many as connections at most, and a bounded number
/// of those that had one: when these are too many, some of them are forgotten, which forgives them.
struct PeerCounts: Sendable {
    private struct Standing {
        var connections = 0
        /// When the address is back at its pace.
        var dueAt: MonotonicNanoseconds = 0
    }

    /// Most addresses without a connection.
    static let mostIdle = 1_024
    /// How many are forgotten at least when there are too many.
    private static let forgotten = 128

    var limits: PeerLimits
    private var standings: [IPAddress: Standing] = [:]
    private var idleCount = 0

    init(_ limits: PeerLimits) { self.limits = limits }

    /// Addresses that are held.
    var count: Int { self.standings.count }

    mutating func open(_ peer: IPAddress, at now: MonotonicNanoseconds) -> PeerTable.Outcome {
        let known = self.standings[peer]
        var standing = known ?? Standing()
        guard standing.connections < self.limits.mostConnections else { return .tooMany }
        let due = max(standing.dueAt, now) &+ self.limits.interval
        guard due &- now <= self.limits.leeway else { return .tooFast }
        if known != nil, standing.connections == 0 { self.idleCount -= 1 }
        standing.connections += 1
        standing.dueAt = due
        self.standings[peer] = standing
        return .opened
    }

    mutating func close(_ peer: IPAddress, at now: MonotonicNanoseconds) {
        guard var standing = self.standings[peer], standing.connections > 0 else { return }
        standing.connections -= 1
        guard standing.connections == 0 else { return self.standings[peer] = standing }
        guard standing.dueAt > now else { return self.standings[peer] = nil }
        self.standings[peer] = standing
        self.idleCount += 1
        if self.idleCount > Self.mostIdle { self.forgetIdle(at: now) }
    }

    /// Forgets those that are back at their pace, and as many others as it takes for this to be seldom.
    private mutating func forgetIdle(at now: MonotonicNanoseconds) {
        var left = Self.mostIdle - Self.forgotten
        self.standings = self.standings.filter { _, standing in
            guard standing.connections == 0 else { return true }
            guard standing.dueAt > now, left > 0 else { return false }
            left -= 1
            return true
        }
        self.idleCount = Self.mostIdle - Self.forgotten - left
    }
}
