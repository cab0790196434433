import DecisionLog
import HTTPMachines
import NIOCore
import Polling
import Telemetry

/// The connections of one loop to one endpoint of an upstream. The machine decides; this opens, hands over and closes.
final class UpstreamPool {
    unowned let upstream: Upstream
    /// Position among the endpoints of the configuration.
    private(set) var endpoint: Int
    /// Where the configuration says that its server is.
    let place: EndpointConfiguration.Place
    /// How its server is spoken to; `nil` for plain HTTP.
    private(set) var security: UpstreamSecurity?
    /// The number it is counted by.
    let series: UInt16
    /// The balancer's number for it.
    let slot: Int
    /// What records say of it.
    let label: InlineText<64>
    /// Where connections are opened to, one after another; empty until the name has been looked up.
    private(set) var addresses: [Endpoint]
    private unowned let loop: GatewayLoop
    private var machine: PoolMachine
    private var connections: [UpstreamConnection?] = []
    private var connectTimeout: UInt64
    private var reported = (idle: 0, active: 0)

    init(_ upstream: Upstream, endpoint: Int, slot: Int, addresses: [Endpoint], label: InlineText<64>) {
        self.upstream = upstream
        self.endpoint = endpoint
        self.place = upstream.endpoints[endpoint].configuration.place
        self.security = upstream.plan.security
        self.series = upstream.plan.endpointSeries[endpoint]
        self.slot = slot
        self.label = label
        self.addresses = addresses
        self.loop = upstream.loop
        self.machine = PoolMachine(limits: upstream.configuration.pool)
        self.connectTimeout = upstream.configuration.connectTimeout.nanoseconds
    }

    /// The configuration has changed, and its server has stayed.
    func change(endpoint: Int, of plan: UpstreamPlan) {
        self.endpoint = endpoint
        self.security = plan.security
        self.connectTimeout = plan.configuration.connectTimeout.nanoseconds
        self.machine.change(plan.configuration.pool)
    }

    /// What secures a connection that has just been opened; `nil` when it cannot be secured.
    func layer() -> TLSLayer? { self.loop.layer(self.security, toEndpoint: self.endpoint) }

    /// Requests that wait for a connection.
    var waiterCount: Int { self.machine.waiterCount }
    /// Neither connections nor requests that wait for one.
    var isEmpty: Bool { self.machine.connectionCount == 0 && self.machine.waiterCount == 0 }

    /// What a request that wants a connection gets at once.
    enum Borrowed {
        case connection(UpstreamConnection)
        /// `upstreamIsReady` or `acquireFailed` will be called.
        case later
        case refused
    }

    func borrow(for downstream: DownstreamConnection, fresh: Bool) -> Borrowed {
        let now = self.loop.clock.monotonic
        // Whoever finds an idle connection does not wait, so that nobody has to be counted.
        let mayWait = fresh || self.machine.idleCount == 0
        let waitingElsewhere = mayWait ? self.upstream.waitingElsewhere(than: self) : 0
        while true {
            switch self.machine.borrow(
                waiter: downstream.number, fresh: fresh, waitingElsewhere: waitingElsewhere, now: now)
            {
            case .use(let number):
                // An idle connection that has closed is out of the machine before it can be lent; this is the second look.
                guard let connection = self.connections[Int(number)], connection.isOpen else {
                    self.take(number)?.close()
                    self.perform(self.machine.lost(number))
                    continue
                }
                return .connection(connection)
            case .connect(let number):
                self.connect(number)
                return .later
            case .replace(let number):
                let old = self.take(number)
                old?.close()
                self.connect(number)
                return .later
            case .wait: return .later
            case .refuse:
                self.upstream.count(.overflowed, of: self)
                return .refused
            }
        }
    }

    func cancel(_ downstream: DownstreamConnection) { self.machine.cancel(waiter: downstream.number) }

    /// Bytes came that no request asked for, on a connection that had carried a body.
    func noteUnasked(_ bytes: ByteBuffer) { self.upstream.noteUnasked(bytes) }

    /// An exchange is over.
    func giveBack(_ connection: UpstreamConnection, reusable: Bool) {
        let action = self.machine.returned(
            connection.number, reusable: reusable && connection.isOpen && !connection.isRetired,
            now: self.loop.clock.monotonic)
        self.perform(action, connection)
    }

    /// The connection has closed.
    func lost(_ connection: UpstreamConnection) {
        guard Int(connection.number) < self.connections.count,
            self.connections[Int(connection.number)] === connection
        else { return }
        self.connections[Int(connection.number)] = nil
        self.perform(self.machine.lost(connection.number))
    }

    /// A connection has become another protocol's: it is its exchange's alone, and its place here is free.
    func release(_ connection: UpstreamConnection) { self.lost(connection) }

    /// Closes what has been idle too long, and fails what has taken too long.
    func expire() {
        for connection in self.connections { connection?.checkDeadline(self.loop.clock.monotonic) }
        while true {
            switch self.machine.expire(now: self.loop.clock.monotonic) {
            case .close(let number): self.take(number)?.close()
            case .fail(let waiter): self.loop.connection(waiter)?.acquireFailed(.upstreamUnavailable)
            case .doNothing: return self.reportCounts()
            }
        }
    }

    /// Adds to the metrics how the number of connections has changed since the last time.
    private func reportCounts() {
        let now = (idle: self.machine.idleCount, active: self.machine.connectionCount - self.machine.idleCount)
        let cells = self.loop.recorder.metrics.upstreamConnections
        cells.add(UInt64(bitPattern: Int64(now.idle - self.reported.idle)), to: SeriesKey(self.series, 0))
        cells.add(UInt64(bitPattern: Int64(now.active - self.reported.active)), to: SeriesKey(self.series, 1))
        self.reported = now
    }

    func beginClosing() {
        self.machine.beginClosing()
        self.expire()
    }

    func closeAll() {
        for connection in self.connections { connection?.close() }
    }

    private func take(_ number: UInt32) -> UpstreamConnection? {
        let connection = self.connections[Int(number)]
        self.connections[Int(number)] = nil
        return connection
    }

    private func perform(_ action: IdleAction, _ connection: UpstreamConnection) {
        switch action {
        case .hand(_, let waiter): self.hand(connection, to: waiter)
        case .park: connection.park()
        case .close: connection.close()
        case .failConnection:
            self.loop.recorder.countInvariant()
            connection.close()
        }
    }

    /// Hands a connection to the first who takes it. However many do not, one after another: in a loop, for each of them in a
    /// call of the one before would be too deep.
    private func hand(_ connection: UpstreamConnection, to first: UInt32) {
        var waiter = first
        while self.loop.connection(waiter)?.upstreamIsReady(connection) != true {
            let action = self.machine.returned(
                connection.number, reusable: connection.isOpen && !connection.isRetired,
                now: self.loop.clock.monotonic)
            guard case .hand(_, let next) = action else { return self.perform(action, connection) }
            waiter = next
        }
    }

    private func perform(_ action: LostAction) {
        if case .connect(let number) = action { self.connect(number) }
    }

    // MARK: Opening

    private func connect(_ number: UInt32) {
        while self.connections.count <= Int(number) { self.connections.append(nil) }
        let connection = UpstreamConnection(number: number, pool: self, loop: self.loop)
        self.connections[Int(number)] = connection
        let (time, isEndless) = self.loop.clock.monotonic.addingReportingOverflow(self.connectTimeout)
        let end = isEndless ? .max : time
        connection.awaitAddress(until: end)
        guard self.addresses.isEmpty else { return connection.connect(to: self.addresses) }
        self.upstream.lookUp(self.endpoint, isUrgent: true, now: self.loop.clock.monotonic)
    }

    /// The name has been looked up, perhaps in vain: connections that wait for that are opened, or fail.
    func connectWaiting() {
        for connection in self.connections {
            guard let connection, connection.isAwaitingAddress else { continue }
            connection.connect(to: self.addresses)
        }
    }

    /// New connections go to these addresses. Those to others end: idle ones now, busy ones after their exchange.
    func use(_ addresses: [Endpoint]) {
        self.addresses = addresses
        for connection in self.connections {
            guard let connection, let remote = connection.remote, !addresses.contains(remote) else { continue }
            connection.retire()
        }
    }

    func opened(_ connection: UpstreamConnection) {
        self.perform(self.machine.connected(connection.number, now: self.loop.clock.monotonic), connection)
    }

    func connectFailed(_ connection: UpstreamConnection) {
        if !connection.lacksDescriptor { self.upstream.failed(self, .notConnected) }
        if self.connections[Int(connection.number)] === connection { self.connections[Int(connection.number)] = nil }
        let action = self.machine.connectFailed(connection.number)
        if let next = action.connect { self.connect(next) }
        guard let waiter = action.failed else { return }
        self.loop.connection(waiter)?.acquireFailed(
            connection.lacksDescriptor ? .upstreamUnavailable : .upstreamUnreachable)
    }
}
