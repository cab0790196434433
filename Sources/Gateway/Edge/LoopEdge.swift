import Admission
import Keys
import Polling
import Telemetry

/// A loop's part of the listener's edge: who may come in, how much lies in buffers, and whether the loop is behind.
final class LoopEdge {
    private(set) var plan: EdgePlan
    private let metrics: LoopMetrics
    private var gauge: LoadGauge
    private(set) var pressure: BufferPressure
    private var probe: QueueProbe?
    private var arriving = ConnectionTable<ArrivingConnection>()
    /// Where the header of the PROXY protocol is looked at.
    let headerRoom = UnsafeMutableRawBufferPointer.allocate(byteCount: ArrivingConnection.mostBytes, alignment: 16)
    /// Memory of the gateway's connections that holds bytes.
    private(set) var bufferedBytes = 0
    /// Nanoseconds between the last two looks.
    private(set) var elapsed: UInt64 = 0
    private var lookedAt: MonotonicNanoseconds

    init(plan: EdgePlan, metrics: LoopMetrics, at now: MonotonicNanoseconds) {
        self.plan = plan
        self.metrics = metrics
        self.gauge = LoadGauge(limit: plan.overloadDelay)
        self.pressure = BufferPressure(budget: plan.bufferedBytesPerLoop)
        self.lookedAt = now
    }

    deinit { self.headerRoom.deallocate() }

    /// Begins to measure how far the loop is behind.
    func start(on loop: GatewayLoop) throws(SystemError) {
        self.probe = try QueueProbe(on: loop.poller) { [unowned self, unowned loop] in
            loop.clock.read()
            self.gauge.end(at: loop.clock.monotonic)
        }
    }

    /// Goes on by another plan.
    func adopt(_ plan: EdgePlan) {
        if plan.overloadDelay != self.plan.overloadDelay { self.gauge = LoadGauge(limit: plan.overloadDelay) }
        if plan.bufferedBytesPerLoop != self.pressure.budget {
            self.pressure = BufferPressure(budget: plan.bufferedBytesPerLoop)
        }
        self.plan = plan
    }

    func count(_ protection: Protection) { self.metrics.protections.add(to: SeriesKey(protection.rawValue)) }

    // MARK: Coming in

    /// Connections that have not said yet whose they are.
    var arrivingCount: Int { self.arriving.count }

    /// A connection was accepted.
    func arrive(_ socket: consuming StreamSocket, from peer: Endpoint, on loop: GatewayLoop) {
        loop.clock.read()
        guard self.plan.requiresProxyHeader else { return self.take(socket, from: peer, on: loop) }
        guard let address = peer.address, self.plan.isTrusted(address) else {
            return self.turnAway(socket, .proxyUntrusted)
        }
        guard loop.makesRoom() else { return self.turnAway(socket, .connectionsFull) }
        let connection = ArrivingConnection(edge: self, loop: loop, from: peer)
        guard connection.open(socket) else { return }
        connection.number = self.arriving.insert(connection)
    }

    /// It is known whose connection it is: it becomes the gateway's, unless its address has its share.
    func take(_ socket: consuming StreamSocket, from peer: Endpoint, on loop: GatewayLoop) {
        let subject = peer.address.flatMap { self.plan.subject(of: $0) }
        if let subject {
            switch self.plan.peers.open(subject, at: loop.clock.monotonic) {
            case .opened: break
            case .tooMany: return self.turnAway(socket, .addressConnections)
            case .tooFast: return self.turnAway(socket, .addressRate)
            }
        }
        DownstreamConnection(loop: loop).accept(socket, from: peer, share: subject)
    }

    /// A connection that was counted for its address is gone.
    func leave(_ subject: IPAddress, at now: MonotonicNanoseconds) { self.plan.peers.close(subject, at: now) }

    /// A connection is no longer arriving.
    func arrived(_ number: UInt32) { self.arriving.remove(number) }

    /// Ends a connection with a reset, which leaves nothing behind here or in the kernel.
    func turnAway(_ socket: consuming StreamSocket, _ protection: Protection) {
        socket.resetOnClose()
        self.count(protection)
    }

    // MARK: Memory

    /// The memory that a connection holds has changed.
    func hold(_ change: Int) { self.bufferedBytes += change }

    /// What has to be done about what lies in buffers; asked once for each tick.
    func relief() -> BufferPressure.Relief { self.pressure.look(at: self.bufferedBytes, elapsed: self.elapsed) }

    // MARK: Load

    /// Whether a request is turned away before anything is spent on it.
    func turnsAway(_ operation: OperationClass?) -> Bool {
        if self.bufferedBytes > self.pressure.refusing {
            self.count(.buffersFull)
            return true
        }
        guard self.gauge.refuses(operation) else { return false }
        self.count(.overloaded)
        return true
    }

    // MARK: Time

    /// `connections`: those of the gateway's clients that are open.
    func tick(_ now: MonotonicNanoseconds, connections: Int) {
        self.elapsed = now > self.lookedAt ? now - self.lookedAt : 0
        self.lookedAt = now
        for number in self.arriving.numbers { self.arriving[number]?.checkDeadline(now) }
        self.gauge.look(at: now)
        self.metrics.note(
            connections: connections + self.arriving.count, buffered: self.bufferedBytes,
            delay: self.gauge.delay)
        guard !self.gauge.isMeasuring, let probe = self.probe else { return }
        self.gauge.begin(at: now)
        probe.send()
    }

    /// Closes whatever has not said whose it is.
    func beginEnding() {
        for number in self.arriving.numbers { self.arriving[number]?.close() }
    }

    func end() {
        self.beginEnding()
        self.probe?.close()
        self.probe = nil
    }
}
