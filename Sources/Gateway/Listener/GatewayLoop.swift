import Admission
import Geolocation
import HTTPMachines
import Keys
import Polling
import SignedIdentity

/// Everything of the data plane that belongs to one event loop: its connections, its pools, its reference to the snapshot,
/// its clock and its buffers. The loop is the isolation; nothing here is shared.
final class GatewayLoop: LoopState {
    /// How often deadlines are looked at, in nanoseconds.
    static let tick: UInt64 = 50_000_000
    /// WebSockets that are told in a tick that the gateway goes away.
    private static let farewellsPerTick = 512
    /// Connections whose deadlines are looked at in one turn: thousands at once would have a request wait for milliseconds.
    private static let checksPerTurn = 256

    var plan: GatewayPlan
    let poller: Poller
    let thread: LoopThread<GatewayLoop>
    let names: NameLookup
    var refusals: RefusalWriter
    let recorder: RequestRecorder
    var clock = LoopClock()
    var buffers = BufferStack()
    var receiving = ReceiveBuffer()
    let turnEnd = TurnEnd()
    private let text = HeadText()
    /// Where the body of a refusal is put together.
    var problem: [UInt8] = []
    var responseFields: ResponseFields
    /// `nil` where all is plain HTTP.
    var tlsRoom: TLSRoom?
    /// Handshakes at the gateway's listener; `nil` where that is plain HTTP.
    let handshakes: HandshakeGate?
    var permissionText = PermissionText()
    /// Signs identities; `nil` without keys to do so.
    var scribe: IdentityScribe?
    var limitText: LimitText
    var requestIDs: RequestIDSource
    /// Requests that wait for room under a limit.
    var waitingForRoom: UInt32 = 0
    var pipeline: AdmissionPipeline
    /// What the client of the request at hand claims of itself, when some restriction asks.
    let claims = RequestClaims()
    /// Where addresses are.
    var places: PlaceDirectory.Reader
    var upstreams: [Upstream] = []
    /// Those that the configuration has no longer, until nobody needs them.
    var leaving: [Upstream] = []
    /// Whether health checks are made on this loop, for all.
    let checksEndpoints: Bool
    /// Who comes in, what they hold, and whether the loop is behind.
    let edge: LoopEdge
    /// The last connection that was looked at for one that can make room.
    var evictionCursor: UInt32 = 0
    /// The verify listener's part of the loop; `nil` without one.
    var verify: VerifyLoop?
    var connections = ConnectionTable<DownstreamConnection>()
    var reader: SnapshotPublication.Reader?
    private let notice = PublicationNotice()
    private var sweptGeneration: UInt64
    private var sweepPace = SweepPace()
    /// Connections on which a key was admitted since a sweep last found them without an exchange.
    private var exchanges = NumberSet()
    /// A publication has come too soon after the last sweep.
    private var hasDeferredSweep = false
    /// Connections that have requests left which came together with others, by number; and those that go on now.
    private var paused: [UInt32] = []
    private var resumed: [UInt32] = []
    private var listeners: [Listener] = []
    /// Connections whose deadlines are still to be looked at since the last tick.
    private var unchecked: Range<UInt32> = 0..<0
    /// WebSockets that may still be told in this tick that the gateway goes away.
    private var farewells = 0
    /// Could not be opened in this turn; told at its end, when nobody is in the middle of asking for them.
    private var failedConnections: [UpstreamConnection] = []
    var isEnding = false
    /// When whatever is left is closed.
    var endsAt = UInt64.max
    var drained: (@Sendable () -> Void)?

    init(
        plan: GatewayPlan, poller: Poller, thread: LoopThread<GatewayLoop>, names: NameLookup, places: PlaceDirectory,
        recorder: RequestRecorder, seed: UInt64, checksEndpoints: Bool = false, identities: IdentityKeys? = nil
    ) {
        self.plan = plan
        self.poller = poller
        self.thread = thread
        self.names = names
        self.places = PlaceDirectory.Reader(places)
        self.recorder = recorder
        self.edge = LoopEdge(plan: plan.edge, metrics: recorder.metrics, at: self.clock.monotonic)
        self.refusals = RefusalWriter(realm: plan.configuration.realm)
        self.responseFields = ResponseFields(
            strictTransportSeconds: plan.configuration.tls?.strictTransportSeconds ?? 0)
        self.limitText = LimitText(plan.configuration.limitAnnouncement)
        self.tlsRoom = plan.speaksTLS ? TLSRoom() : nil
        self.handshakes = plan.configuration.tls.map { HandshakeGate($0, connections: plan.connectionsPerLoop) }
        self.requestIDs = RequestIDSource(seed: seed)
        self.scribe = identities.map { IdentityScribe($0) }
        self.checksEndpoints = checksEndpoints
        self.pipeline = AdmissionPipeline(plan: plan.admission)
        self.sweptGeneration = self.pipeline.snapshot.generation
        self.upstreams = plan.destinations.map { Upstream($0, loop: self, seed: self.requestIDs.next().low) }
        self.verify = plan.verify.map { VerifyLoop(plan: $0, gateway: self, places: places) }
    }

    /// Begins to listen for publications, and to measure itself.
    func start() throws(SystemError) {
        try self.edge.start(on: self)
        let (notice, thread) = (self.notice, self.thread)
        self.reader = self.plan.admission.publication.addReader { _ in
            guard notice.raise() else { return }
            thread.execute { loop in
                notice.lower()
                loop.publicationNoticed()
            }
        }
    }

    // MARK: Listening

    /// Accepts the gateway's clients on a socket.
    func listen(_ socket: consuming ListeningSocket) throws(SystemError) {
        socket.prepareConnections(keepingUnsentBelow: ClientConnection.mostUnsent)
        self.listeners.append(
            try Listener(socket, on: self.poller) { [unowned self] connection, peer in
                self.edge.arrive(connection, from: peer, on: self)
            })
    }

    /// Accepts clients of the verify listener on a socket.
    func listenForVerifiers(_ socket: consuming ListeningSocket) throws(SystemError) {
        socket.prepareConnections(keepingUnsentBelow: ClientConnection.mostUnsent)
        self.listeners.append(
            try Listener(socket, on: self.poller) { [unowned self] connection, peer in
                guard let verify = self.verify else { return }
                VerifyConnection(loop: verify).accept(connection, from: peer)
            })
    }

    /// Accepts nobody any more.
    func stopListening() {
        for listener in self.listeners { listener.close() }
        self.listeners = []
    }

    /// Where a head is put together, emptied: whoever asks has copied what it wrote before anybody asks again.
    func emptyText() -> HeadText {
        self.text.removeAll()
        return self.text
    }

    // MARK: Connections

    /// Gives a new connection its number; `nil` when there are too many.
    func open(_ connection: DownstreamConnection) -> UInt32? {
        guard self.makesRoom() else { return nil }
        return self.connections.insert(connection)
    }

    /// Connections of the gateway's clients that are open.
    var connectionCount: Int { self.connections.count }

    /// Every number that a connection has had.
    var connectionNumbers: Range<UInt32> { self.connections.numbers }

    func closed(_ number: UInt32) {
        self.connections.remove(number)
        self.finishEndingIfDrained()
    }

    func connection(_ number: UInt32) -> DownstreamConnection? { self.connections[number] }

    /// A key was admitted on the connection of that number.
    func exchangeBegan(_ number: UInt32) {
        guard number != .max else { return }
        self.exchanges.insert(number)
    }

    /// Whether a WebSocket ends now because the gateway does: some at each tick, so that their clients do not all come back
    /// at the same moment.
    func takeFarewell() -> Bool {
        guard self.isEnding, self.farewells > 0 else { return false }
        self.farewells -= 1
        return true
    }

    // MARK: Time and publications

    func tick() {
        self.clock.synchronise()
        // Where turns are long, some may be left of the tick before.
        self.checkDeadlines(atMost: .max)
        for listener in self.listeners { listener.wake() }
        self.sweepIfNeeded()
        let now = self.clock.monotonic
        self.edge.tick(now, connections: self.connectionCount)
        self.shedBuffers()
        self.farewells = Self.farewellsPerTick
        self.unchecked = self.connections.numbers
        self.verify?.checkDeadlines(now)
        for upstream in self.upstreams { upstream.tick() }
        self.dismissLeft()
        if now >= self.endsAt { self.end() }
    }

    func endTurn() {
        if !self.unchecked.isEmpty { self.checkDeadlines(atMost: Self.checksPerTurn) }
        if self.hasDeferredSweep { self.publicationNoticed() }
        self.resumePaused()
        while !self.failedConnections.isEmpty || !self.turnEnd.isEmpty {
            while let connection = self.failedConnections.popLast() { connection.giveUp() }
            self.turnEnd.sendBatch()
            self.clock.read()
            self.turnEnd.tellSenders()
        }
    }

    var hasDeferredWork: Bool { self.hasDeferredSweep || !self.paused.isEmpty || !self.unchecked.isEmpty }

    private func checkDeadlines(atMost count: Int) {
        let now = self.clock.monotonic
        for number in self.unchecked.prefix(count) { self.connections[number]?.checkDeadline(now) }
        self.unchecked = self.unchecked.dropFirst(count)
    }

    /// Has a connection go on at the end of a turn, after others.
    func pause(_ number: UInt32) { self.paused.append(number) }

    private func resumePaused() {
        guard !self.paused.isEmpty else { return }
        swap(&self.paused, &self.resumed)
        self.clock.read()
        for number in self.resumed { self.connections[number]?.goOn() }
        self.resumed.removeAll(keepingCapacity: true)
    }

    /// A connection to an upstream could not be opened.
    func connectFailed(_ connection: UpstreamConnection) { self.failedConnections.append(connection) }

    /// How the upstreams stand, as this loop sees them.
    var upstreamStandings: [UpstreamStanding] {
        self.clock.read()
        return self.upstreams.map(\.standing)
    }

    private func publicationNoticed() {
        self.clock.read()
        // Under a storm of publications one sweep serves many, so that sweeping never crowds out requests.
        guard self.sweepPace.allows(at: self.clock.monotonic) else { return self.hasDeferredSweep = true }
        self.sweepIfNeeded()
    }

    /// Cuts the exchanges of keys that admit nobody any more, then acknowledges the generation.
    private func sweepIfNeeded() {
        self.hasDeferredSweep = false
        self.pipeline.refresh()
        let generation = self.pipeline.snapshot.generation
        guard generation != self.sweptGeneration else { return }
        let began = self.clock.monotonic
        self.permissionText.forgetAll()
        self.limitText.forgetAll()
        self.sweepExchanges()
        self.verify?.published()
        self.sweptGeneration = generation
        self.reader?.acknowledge(generation)
        self.clock.read()
        self.sweepPace.swept(from: began, to: self.clock.monotonic)
    }

    /// Whoever is found without an exchange is not looked at again before its next.
    private func sweepExchanges() {
        var next: UInt32 = 0
        while let number = self.exchanges.first(from: next) {
            let connection = self.connections[number]
            connection?.sweep()
            if connection?.hasKeyedExchange != true { self.exchanges.remove(number) }
            next = number + 1
        }
    }
}
