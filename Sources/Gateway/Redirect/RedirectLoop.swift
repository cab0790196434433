import HTTPMachines
import Keys
import Polling
import Telemetry

/// The listener that sends clients to https, on a thread of its own: what it reads from a disk keeps nobody else waiting.
final class RedirectLoop: LoopState {
    /// Connections of one address among those that are open at once.
    static let mostConnectionsPerAddress = 64
    /// Bytes thrown away behind a head.
    static let mostDiscarded = 65_536
    /// How often deadlines are looked at, in nanoseconds.
    static let tick: UInt64 = 100_000_000

    let poller: Poller
    var headLimits: HeadLimits { self.plan.headLimits }
    var timeout: UInt64 { self.plan.timeout }
    /// Where sockets are read into.
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 16_384, alignment: 16)
    var clock = LoopClock()
    private var plan: RedirectPlan
    private var connections = ConnectionTable<RedirectConnection>()
    private var shares = PeerShares(mostConnections: RedirectLoop.mostConnectionsPerAddress, mostBytes: 0)
    private var listener: Listener?

    init(_ plan: RedirectPlan, poller: Poller) {
        self.plan = plan
        self.poller = poller
    }

    /// Goes on by another plan.
    func adopt(_ plan: RedirectPlan) { self.plan = plan }

    deinit { self.room.deallocate() }

    func listen(_ socket: consuming ListeningSocket) throws(SystemError) {
        self.listener = try Listener(socket, on: self.poller) { [unowned self] connection, peer in
            self.take(connection, from: peer)
        }
    }

    private func take(_ socket: consuming StreamSocket, from peer: Endpoint) {
        self.clock.read()
        let share = peer.address.flatMap { self.plan.edge.subject(of: $0) }
        guard share.map({ self.shares.open($0) }) ?? true else { return self.turnAway(socket) }
        guard self.makesRoom() else {
            if let share { self.shares.close(share) }
            return self.turnAway(socket)
        }
        let connection = RedirectConnection(loop: self, share: share)
        connection.number = self.connections.insert(connection)
        if !connection.open(socket) { self.closed(connection) }
    }

    private func turnAway(_ socket: consuming StreamSocket) {
        socket.resetOnClose()
        self.count(.turnedAway)
    }

    /// Whether another connection may come in: when there are as many as may be, in the place of the one that has had most
    /// time for its head. Whoever asks at once is heard, however many others keep silent.
    private func makesRoom() -> Bool {
        guard self.connections.count >= self.plan.mostConnections else { return true }
        var oldest: RedirectConnection?
        for number in self.connections.numbers {
            guard let connection = self.connections[number], connection.isReading,
                connection.deadline < oldest?.deadline ?? .max
            else { continue }
            oldest = connection
        }
        guard let oldest else { return false }
        oldest.close()
        self.count(.turnedAway)
        return true
    }

    func closed(_ connection: RedirectConnection) {
        if let share = connection.share { self.shares.close(share) }
        self.connections.remove(connection.number)
    }

    func answer(_ head: RequestHead, of bytes: Span<UInt8>) -> RedirectAnswer {
        switch self.plan.rules.answer(head, of: bytes) {
        case .moved(let place): .moved(to: place)
        case .misdirected: .misdirected
        case .challenge(let name):
            self.plan.challenges?.read(name).map { .challenge($0, isHead: head.method == .head) } ?? .challengeUnknown
        }
    }

    func count(_ outcome: RedirectAnswer.Outcome) { self.plan.answers.add(to: SeriesKey(outcome.rawValue)) }

    func endTurn() {}
    var hasDeferredWork: Bool { false }

    func tick() {
        self.clock.read()
        self.listener?.wake()
        let now = self.clock.monotonic
        for number in self.connections.numbers { self.connections[number]?.checkDeadline(now) }
    }

    /// Closes everything: an answer is no more than a direction.
    func end() {
        self.listener?.close()
        self.listener = nil
        for number in self.connections.numbers { self.connections[number]?.close() }
    }
}
