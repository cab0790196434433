import HTTPMachines
import Keys
import Polling
import Telemetry

/// The connections of one loop to one upstream. The machine decides; this opens, hands over and closes.
final class UpstreamPool {
    let configuration: UpstreamConfiguration
    let headWriter: RequestHeadWriter
    let responseTimeout: UInt64
    let responseIdleTimeout: UInt64
    /// Longest time a request may spend without a connection.
    let acquireTimeout: UInt64
    private unowned let loop: GatewayLoop
    private var machine: PoolMachine
    private var connections: [UpstreamConnection?] = []
    /// The upstream's address when it needs no look-up.
    private let address: Endpoint?
    private let port: UInt16
    private let connectTimeout: UInt64
    /// Among the upstreams of the configuration.
    private let position: UInt16
    private var reported = (idle: 0, active: 0)

    init(_ configuration: UpstreamConfiguration, position: Int, loop: GatewayLoop) {
        self.position = UInt16(truncatingIfNeeded: position)
        self.configuration = configuration
        self.loop = loop
        self.headWriter = RequestHeadWriter(
            host: configuration.hostField, defaultHost: "\(configuration.host):\(configuration.port)",
            forwarding: loop.plan.configuration.edge.forwardedWrite)
        self.responseTimeout = configuration.responseTimeout.nanoseconds
        self.responseIdleTimeout = configuration.responseIdleTimeout.nanoseconds
        self.acquireTimeout = Self.acquireTimeout(configuration)
        self.machine = PoolMachine(limits: configuration.pool)
        let port = UInt16(clamping: configuration.port)
        self.port = port
        self.address = IPAddress(configuration.host).map { .ip($0, port: port) }
        self.connectTimeout = configuration.connectTimeout.nanoseconds
    }

    /// What a request that wants a connection gets at once.
    enum Borrowed {
        case connection(UpstreamConnection)
        /// `upstreamIsReady` or `acquireFailed` will be called.
        case later
        case refused
    }

    /// To wait for a connection and to open one, and a second more for either to be noticed.
    private static func acquireTimeout(_ configuration: UpstreamConfiguration) -> UInt64 {
        let parts = [configuration.pool.waitTimeout, configuration.connectTimeout.nanoseconds, 1_000_000_000]
        return parts.reduce(0) { sum, part in
            let (total, isTooLong) = sum.addingReportingOverflow(part)
            return isTooLong ? .max : total
        }
    }

    func borrow(for downstream: DownstreamConnection, fresh: Bool) -> Borrowed {
        let now = self.loop.clock.monotonic
        while true {
            switch self.machine.borrow(waiter: downstream.number, fresh: fresh, now: now) {
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
            case .refuse: return .refused
            }
        }
    }

    func cancel(_ downstream: DownstreamConnection) { self.machine.cancel(waiter: downstream.number) }

    /// An exchange is over.
    func giveBack(_ connection: UpstreamConnection, reusable: Bool) {
        let action = self.machine.returned(
            connection.number, reusable: reusable && connection.isOpen, now: self.loop.clock.monotonic)
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
        cells.add(UInt64(bitPattern: Int64(now.idle - self.reported.idle)), to: SeriesKey(self.position, 0))
        cells.add(UInt64(bitPattern: Int64(now.active - self.reported.active)), to: SeriesKey(self.position, 1))
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
                connection.number, reusable: connection.isOpen, now: self.loop.clock.monotonic)
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
        if let address = self.address { return connection.connect(to: [address]) }
        let (thread, position, port) = (self.loop.thread, Int(self.position), self.port)
        self.loop.names.addresses(of: self.configuration.host) { found in
            let addresses = found.map { Endpoint.ip($0, port: port) }
            thread.execute { $0.pools[position].found(addresses, for: number) }
        }
    }

    /// A name has been looked up.
    private func found(_ addresses: [Endpoint], for number: UInt32) {
        guard let connection = self.connections[Int(number)], connection.isAwaitingAddress else { return }
        self.loop.clock.read()
        connection.connect(to: addresses)
    }

    func opened(_ connection: UpstreamConnection) {
        self.perform(self.machine.connected(connection.number, now: self.loop.clock.monotonic), connection)
    }

    func connectFailed(_ connection: UpstreamConnection) {
        if self.connections[Int(connection.number)] === connection { self.connections[Int(connection.number)] = nil }
        let action = self.machine.connectFailed(connection.number)
        if let next = action.connect { self.connect(next) }
        guard let waiter = action.failed else { return }
        self.loop.connection(waiter)?.acquireFailed(.upstreamUnreachable)
    }
}
