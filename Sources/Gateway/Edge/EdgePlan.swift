import HTTPMachines
import Keys

/// What the loops share of the listener's edge, made once from the settings and never changed.
struct EdgePlan: Sendable {
    private let trustedProxies: [NetworkRange]
    private let unboundedPeers: [NetworkRange]
    let requiresProxyHeader: Bool
    let proxyHeaderTimeout: UInt64
    let forwardedRead: ForwardedClaim.Form
    /// How many of a hundred traces that begin here are sampled; `nil` where none begins.
    let traceSampling: UInt64?
    /// How many connections each address has, over all loops; the same in all plans of a gateway.
    let peers: PeerTable
    /// How many it may have.
    let peerLimits: PeerLimits
    /// Bytes a second; 0 for any speed.
    let uploadRate: UInt64
    let downloadRate: UInt64
    /// How far behind these a client may fall, in nanoseconds.
    let patience: UInt64
    /// Bytes in buffers that a loop may have.
    let bufferedBytesPerLoop: Int
    let overloadDelay: UInt64

    init(_ settings: EdgeSettings, maximumConnections: Int, loopCount: Int, peers: PeerTable? = nil) {
        self.trustedProxies = settings.trustedProxies
        self.unboundedPeers = settings.unboundedPeers + settings.trustedProxies
        self.requiresProxyHeader = settings.proxyProtocol == .required
        self.proxyHeaderTimeout = settings.proxyHeaderTimeout.nanoseconds
        self.forwardedRead = settings.forwardedRead
        self.traceSampling =
            settings.traceparent == .begin ? UInt64(min(max(settings.traceSampledPercent, 0), 100)) : nil
        let most = settings.maximumConnectionsPerAddress
        self.peerLimits = PeerLimits(
            mostConnections: most == 0 ? maximumConnections : most, perSecond: settings.connectionsPerSecondPerAddress)
        self.peers = peers ?? PeerTable(self.peerLimits)
        self.uploadRate = UInt64(max(settings.minimumUploadRate, 0))
        self.downloadRate = UInt64(max(settings.minimumDownloadRate, 0))
        self.patience = settings.slowClientTimeout.nanoseconds
        self.bufferedBytesPerLoop = max(1, settings.maximumBufferedBytes / max(loopCount, 1))
        self.overloadDelay = settings.overloadDelay.nanoseconds
    }

    /// Whether an address is that of a proxy of ours.
    func isTrusted(_ address: IPAddress) -> Bool { self.trustedProxies.contains { $0.contains(address) } }

    /// What the connections of a peer are counted by; `nil` for one that stands for many.
    func subject(of peer: IPAddress) -> IPAddress? {
        self.unboundedPeers.contains { $0.contains(peer) } ? nil : peer.budgetSubject
    }
}
