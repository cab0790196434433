import Admission
import DecisionLog
import Geolocation
import HTTPMachines
import Keys
import Polling
import VerifyAPI

/// The verify listener's part of one event loop: its connections and its surface. Clock, buffers, snapshot and records
/// are the gateway loop's, so that both ways in decide by the same.
final class VerifyLoop {
    private(set) var plan: VerifyListenerPlan
    let gateway: GatewayLoop
    var surface: VerifySurface
    var answer = VerifyAnswer()
    /// The decision being recorded: a record is too large to be made for each.
    var record = DecisionRecord(
        requestID: RequestID(high: 0, low: 0), at: .distantPast, method: .other, address: IPAddress(ipv4: 0))
    /// Handshakes at the listener; `nil` where that is plain HTTP.
    let handshakes: HandshakeGate?
    /// Bytes of requests that are still coming in, or wait.
    private var heldBytes = 0
    private var shares: PeerShares
    /// Connections whose question is answered when something is published.
    var waitingForNews = 0
    private var connections = ConnectionTable<VerifyConnection>()

    init(plan: VerifyListenerPlan, gateway: GatewayLoop, places: PlaceDirectory) {
        self.plan = plan
        self.gateway = gateway
        self.handshakes = plan.tls.map { HandshakeGate($0, connections: plan.connectionsPerLoop) }
        self.surface = VerifySurface(plan: plan.surface, places: places)
        self.shares = PeerShares(
            mostConnections: plan.connectionsPerPeer, mostBytes: plan.heldBytesPerPeer)
    }

    /// Goes on by another plan.
    func adopt(_ plan: VerifyListenerPlan) {
        self.plan = plan
        if let tls = plan.tls { self.handshakes?.change(to: tls, connections: plan.connectionsPerLoop) }
        self.surface.adopt(plan.surface)
        self.shares.mostConnections = plan.connectionsPerPeer
        self.shares.mostBytes = plan.heldBytesPerPeer
    }

    var now: MonotonicNanoseconds { self.gateway.clock.monotonic }
    var hasNoConnections: Bool { self.connections.count == 0 }

    // MARK: Connections

    /// Gives a new connection its number; `nil` when there are too many, or too many of its peer.
    func open(_ connection: VerifyConnection) -> UInt32? {
        guard !self.gateway.isEnding, self.connections.count < self.plan.connectionsPerLoop else { return nil }
        if let peer = connection.shareholder, !self.shares.open(peer) { return nil }
        return self.connections.insert(connection)
    }

    func closed(_ number: UInt32) {
        if let peer = self.connections[number]?.shareholder { self.shares.close(peer) }
        self.connections.remove(number)
        self.gateway.finishEndingIfDrained()
    }

    func connection(_ number: UInt32) -> VerifyConnection? { self.connections[number] }

    func checkDeadlines(_ now: MonotonicNanoseconds) {
        for number in self.connections.numbers { self.connections[number]?.checkDeadline(now) }
    }

    // MARK: Memory

    /// Counts bytes among those that are held, unless there are too many, or too many of their peer. A request as small as
    /// questions are has a quarter more to go into, so that a few that send large bodies leave room for it.
    func hold(_ count: Int, isSmall: Bool, for peer: IPAddress?) -> Bool {
        let most = self.plan.heldBytesPerLoop
        guard self.heldBytes + count <= most + (isSmall ? most / 4 : 0) else { return false }
        let reserve = isSmall ? self.plan.heldBytesPerPeer / 4 : 0
        if let peer, !self.shares.hold(count, for: peer, reserve: reserve) { return false }
        self.heldBytes += count
        return true
    }

    func release(_ count: Int, of peer: IPAddress?) {
        guard count > 0 else { return }
        self.heldBytes -= count
        if let peer { self.shares.release(count, of: peer) }
    }

    // MARK: Requests

    /// Looks at the head of a request whose body has yet to come.
    func look(
        at head: RequestHead, _ fields: borrowing FieldTable, head bytes: Span<UInt8>, in context: VerifyContext
    ) -> VerifyHeadOutcome {
        self.surface.look(
            at: head, fields, head: bytes, in: context, with: &self.gateway.pipeline, to: &self.answer)
    }

    /// Decides about a whole request; the answer, or what has to be done for it, is in `answer`.
    func ask(
        _ head: RequestHead, _ fields: borrowing FieldTable, head bytes: Span<UInt8>, body: Span<UInt8>,
        in context: VerifyContext
    ) -> VerifyOutcome {
        self.surface.answer(
            head, fields, head: bytes, body: body, in: context, with: &self.gateway.pipeline, to: &self.answer)
    }

    /// Has the control plane do an act; the connection of that number hears of it if it still has the request.
    func perform(_ request: HolderRequest, for number: UInt32) {
        let (thread, id) = (self.gateway.thread, request.requestID)
        self.plan.acts(request) { result in
            thread.execute { loop in
                loop.clock.read()
                loop.verify?.connections[number]?.performed(result, of: id)
            }
        }
    }

    /// What has changed for whoever asks, since the generation it knows.
    func changes(for query: ChangeQuery) -> (changes: EnvironmentChanges, generation: UInt64) {
        let snapshot = self.gateway.pipeline.snapshot
        guard Int(query.caller.environment) < snapshot.environments.count else {
            return (.everything, snapshot.generation)
        }
        let environment = snapshot.environments[Int(query.caller.environment)].id
        return self.gateway.plan.admission.publication.changes(in: environment, after: query.after)
    }

    /// Something was published.
    func published() {
        guard self.waitingForNews > 0 else { return }
        for number in self.connections.numbers { self.connections[number]?.published() }
    }

    // MARK: Shutdown

    func beginEnding() {
        for number in self.connections.numbers { self.connections[number]?.beginEnding() }
    }

    /// Closes whatever is left.
    func end() {
        for number in self.connections.numbers { self.connections[number]?.abort() }
    }
}
