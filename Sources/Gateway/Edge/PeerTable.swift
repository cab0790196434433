import Keys
import Synchronization

/// How many connections each address has open, and how fast it opens them, over all loops.
///
/// The kernel spreads the connections of one address over the loops by chance, so shares of a loop would refuse at a
/// fraction of the limit, and sums over loops would come late. It is asked when a connection opens and closes, never for
/// a request: a lock that is hardly ever contended, one of many, costs a hundredth of accepting.
final class PeerTable: Sendable {
    /// What became of asking for a connection.
    enum Outcome: Equatable, Sendable {
        case opened
        /// The address has as many as it may have.
        case tooMany
        /// It opens them too fast.
        case tooFast
    }

    private static let shardCount = 64

    private let shards: [PeerShard]

    /// As many as may be open may come at once.
    init(_ limits: PeerLimits) {
        self.shards = (0..<Self.shardCount).map { _ in PeerShard(limits) }
    }

    func open(_ peer: IPAddress, at now: MonotonicNanoseconds) -> Outcome {
        self.shard(of: peer).state.withLock { $0.open(peer, at: now) }
    }

    func close(_ peer: IPAddress, at now: MonotonicNanoseconds) {
        self.shard(of: peer).state.withLock { $0.close(peer, at: now) }
    }

    /// Other limits from here on: what is open stays open.
    func change(_ limits: PeerLimits) {
        for shard in self.shards { shard.state.withLock { $0.limits = limits } }
    }

    private func shard(of peer: IPAddress) -> PeerShard {
        self.shards[Int(truncatingIfNeeded: UInt(bitPattern: peer.hashValue) % UInt(Self.shardCount))]
    }
}

/// A part of the addresses with their lock.
private final class PeerShard: Sendable {
    let state: Mutex<PeerCounts>

    init(_ limits: PeerLimits) { self.state = Mutex(PeerCounts(limits)) }
}
