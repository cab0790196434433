/// The connections to one endpoint of an upstream on one event loop: which are idle, which are busy, who waits.
///
/// Pure: it is told what happened and answers with what to do. Connections and waiting requests are numbers that the
/// shell gives meaning to; a connection's number is free for reuse once the machine has been told that it is lost.
/// Idle connections are a stack, so that the busiest stay warm and the others grow old and close.
package struct PoolMachine: ~Copyable, Sendable {
    private enum Slot: Equatable {
        case vacant, connecting, leased, idle
    }

    private struct Idle {
        let connection: UInt32
        let expiresAt: UInt64
    }

    private struct Waiter {
        let number: UInt32
        let expiresAt: UInt64
    }

    private var limits: PoolLimits
    private var slots: [Slot] = []
    private var vacant: [UInt32] = []
    /// The one used last is the last.
    private var idle: [Idle] = []
    /// The one waiting longest is the first.
    private var waiters: [Waiter] = []
    private var connecting = 0
    private var isClosing = false

    package init(limits: PoolLimits) { self.limits = limits }

    /// Other bounds from here on: whoever is beyond them stays, and nobody comes.
    package mutating func change(_ limits: PoolLimits) { self.limits = limits }

    /// Connections open or being opened.
    package var connectionCount: Int { self.slots.count - self.vacant.count }
    package var idleCount: Int { self.idle.count }
    package var waiterCount: Int { self.waiters.count }

    /// A request wants a connection; `fresh` when an idle one will not do because one has just failed it. `waitingElsewhere`
    /// counts those who wait for other endpoints of the same upstream.
    package mutating func borrow(
        waiter: UInt32, fresh: Bool = false, waitingElsewhere: Int = 0, now: UInt64
    ) -> BorrowAction {
        if !fresh, let last = self.idle.popLast() {
            self.slots[Int(last.connection)] = .leased
            return .use(last.connection)
        }
        let waiting = self.waiters.count + waitingElsewhere
        guard waiting < self.limits.maximumWaiters || self.hasRoom else { return .refuse }
        self.waiters.append(Waiter(number: waiter, expiresAt: now.addingClamped(self.limits.waitTimeout)))
        if let connection = self.openSlot() { return .connect(connection) }
        guard !self.idle.isEmpty else { return .wait }
        let oldest = self.idle.removeFirst().connection
        self.slots[Int(oldest)] = .connecting
        self.connecting += 1
        return .replace(oldest)
    }

    /// A waiting request has gone away.
    package mutating func cancel(waiter: UInt32) {
        self.waiters.removeAll { $0.number == waiter }
    }

    /// A connection has opened.
    package mutating func connected(_ connection: UInt32, now: UInt64) -> IdleAction {
        guard self.state(connection) == .connecting else { return .failConnection }
        self.connecting -= 1
        self.slots[Int(connection)] = .leased
        return self.settle(connection, now: now)
    }

    /// A connection could not be opened; its number is vacant again.
    package mutating func connectFailed(_ connection: UInt32) -> ConnectFailedAction {
        guard self.state(connection) == .connecting else { return ConnectFailedAction() }
        self.connecting -= 1
        self.vacate(connection)
        let failed = self.waiters.isEmpty ? nil : self.waiters.removeFirst().number
        return ConnectFailedAction(failed: failed, connect: self.connectForWaiters())
    }

    /// An exchange is over. A connection that cannot carry another is closed.
    package mutating func returned(_ connection: UInt32, reusable: Bool, now: UInt64) -> IdleAction {
        guard self.state(connection) == .leased else { return .failConnection }
        return reusable ? self.settle(connection, now: now) : .close
    }

    /// An open connection has closed, whatever it was doing; its number is vacant again.
    package mutating func lost(_ connection: UInt32) -> LostAction {
        switch self.state(connection) {
        case .vacant, .connecting:
            return .doNothing
        case .idle:
            self.idle.removeAll { $0.connection == connection }
        case .leased:
            break
        }
        self.vacate(connection)
        return self.connectForWaiters().map(LostAction.connect) ?? .doNothing
    }

    /// Time has passed.
    package mutating func expire(now: UInt64) -> ExpireAction {
        if let first = self.waiters.first, first.expiresAt <= now {
            self.waiters.removeFirst()
            return .fail(waiter: first.number)
        }
        if let oldest = self.idle.first, self.isClosing || oldest.expiresAt <= now {
            self.idle.removeFirst()
            self.vacate(oldest.connection)
            return .close(oldest.connection)
        }
        return .doNothing
    }

    /// The last requests: idle connections expire at once, busy ones close when they are done.
    package mutating func beginClosing() { self.isClosing = true }

    private var hasRoom: Bool { self.connectionCount < self.limits.maximumConnections }

    private func state(_ connection: UInt32) -> Slot {
        Int(connection) < self.slots.count ? self.slots[Int(connection)] : .vacant
    }

    private mutating func settle(_ connection: UInt32, now: UInt64) -> IdleAction {
        if !self.waiters.isEmpty { return .hand(connection, to: self.waiters.removeFirst().number) }
        guard !self.isClosing else { return .close }
        self.slots[Int(connection)] = .idle
        self.idle.append(Idle(connection: connection, expiresAt: now.addingClamped(self.limits.idleTimeout)))
        return .park
    }

    private mutating func openSlot() -> UInt32? {
        guard self.hasRoom else { return nil }
        self.connecting += 1
        if let number = self.vacant.popLast() {
            self.slots[Int(number)] = .connecting
            return number
        }
        self.slots.append(.connecting)
        return UInt32(self.slots.count - 1)
    }

    private mutating func vacate(_ connection: UInt32) {
        self.slots[Int(connection)] = .vacant
        self.vacant.append(connection)
    }

    /// One more connection when fewer are being opened than requests wait.
    private mutating func connectForWaiters() -> UInt32? {
        self.waiters.count > self.connecting ? self.openSlot() : nil
    }
}

extension UInt64 {
    /// The sum, or the largest value there is.
    func addingClamped(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = self.addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
