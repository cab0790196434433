import HTTPMachines
import TestKit
import Testing

@Suite struct PoolMachineTests {
    private static func limits(connections: Int = 2, waiters: Int = 2) -> PoolLimits {
        PoolLimits(maximumConnections: connections, maximumWaiters: waiters, idleTimeout: 100, waitTimeout: 50)
    }

    @Test func `the first request opens a connection and gets it`() {
        var pool = PoolMachine(limits: Self.limits())
        expect(pool.borrow(waiter: 7, now: 0), equals: .connect(0))
        expect(pool.connected(0, now: 1), equals: .hand(0, to: 7))
        expect(pool.returned(0, reusable: true, now: 2), equals: .park)
        expect(pool.borrow(waiter: 8, now: 3), equals: .use(0))
    }

    @Test func `the connection used last is used first`() {
        var pool = PoolMachine(limits: Self.limits())
        for waiter in 0..<2 as Range<UInt32> { _ = pool.borrow(waiter: waiter, now: 0) }
        for number in 0..<2 as Range<UInt32> { _ = pool.connected(number, now: 0) }
        for number in 0..<2 as Range<UInt32> { _ = pool.returned(number, reusable: true, now: 1) }
        expect(pool.borrow(waiter: 9, now: 2), equals: .use(1))
    }

    @Test func `beyond its connections requests wait, and beyond the queue they are refused`() {
        var pool = PoolMachine(limits: Self.limits(connections: 1, waiters: 1))
        expect(pool.borrow(waiter: 0, now: 0), equals: .connect(0))
        expect(pool.borrow(waiter: 1, now: 0), equals: .refuse)
        expect(pool.connected(0, now: 0), equals: .hand(0, to: 0))
        expect(pool.borrow(waiter: 1, now: 0), equals: .wait)
        expect(pool.borrow(waiter: 2, now: 0), equals: .refuse)
        expect(pool.returned(0, reusable: true, now: 1), equals: .hand(0, to: 1))
    }

    @Test func `a failed connection fails one request and is tried again for the others`() {
        var pool = PoolMachine(limits: Self.limits(connections: 1))
        _ = pool.borrow(waiter: 0, now: 0)
        _ = pool.borrow(waiter: 1, now: 0)
        expect(pool.connectFailed(0), equals: ConnectFailedAction(failed: 0, connect: 0))
        expect(pool.connectFailed(0), equals: ConnectFailedAction(failed: 1, connect: nil))
        expect(pool.connectionCount, equals: 0)
    }

    @Test func `who waits too long fails, and a connection that is idle too long closes`() {
        var pool = PoolMachine(limits: Self.limits(connections: 1))
        _ = pool.borrow(waiter: 0, now: 0)
        expect(pool.expire(now: 49), equals: .doNothing)
        expect(pool.expire(now: 50), equals: .fail(waiter: 0))
        expect(pool.connected(0, now: 60), equals: .park)
        expect(pool.expire(now: 159), equals: .doNothing)
        expect(pool.expire(now: 160), equals: .close(0))
        expect(pool.connectionCount, equals: 0)
    }

    @Test func `an idle connection that is lost is not lent, and one in use makes room`() {
        var pool = PoolMachine(limits: Self.limits(connections: 1))
        _ = pool.borrow(waiter: 0, now: 0)
        _ = pool.connected(0, now: 0)
        _ = pool.returned(0, reusable: true, now: 0)
        expect(pool.lost(0), equals: .doNothing)
        expect(pool.idleCount, equals: 0)
        expect(pool.borrow(waiter: 1, now: 0), equals: .connect(0))
        _ = pool.connected(0, now: 0)
        expect(pool.borrow(waiter: 2, now: 0), equals: .wait)
        expect(pool.lost(0), equals: .connect(0))
    }

    @Test func `a fresh connection takes the place of the oldest idle one when there is no room`() {
        var pool = PoolMachine(limits: Self.limits())
        for waiter in 0..<2 as Range<UInt32> { _ = pool.borrow(waiter: waiter, now: 0) }
        for number in 0..<2 as Range<UInt32> { _ = pool.connected(number, now: 0) }
        for number in 0..<2 as Range<UInt32> { _ = pool.returned(number, reusable: true, now: 1) }
        expect(pool.borrow(waiter: 5, fresh: true, now: 2), equals: .replace(0))
        expect(pool.connected(0, now: 3), equals: .hand(0, to: 5))
    }

    @Test func `a request that has gone away is handed nothing`() {
        var pool = PoolMachine(limits: Self.limits())
        _ = pool.borrow(waiter: 0, now: 0)
        pool.cancel(waiter: 0)
        expect(pool.connected(0, now: 1), equals: .park)
    }

    @Test func `a closing pool keeps nothing: the last requests get connections that close when they come back`() {
        var pool = PoolMachine(limits: Self.limits())
        for waiter in 0..<2 as Range<UInt32> { _ = pool.borrow(waiter: waiter, now: 0) }
        for number in 0..<2 as Range<UInt32> { _ = pool.connected(number, now: 0) }
        _ = pool.returned(0, reusable: true, now: 0)
        pool.beginClosing()
        expect(pool.expire(now: 0), equals: .close(0))
        expect(pool.returned(1, reusable: true, now: 0), equals: .close)
        expect(pool.borrow(waiter: 3, now: 0), equals: .connect(0))
        expect(pool.connected(0, now: 0), equals: .hand(0, to: 3))
        expect(pool.returned(0, reusable: true, now: 0), equals: .close)
    }

    @Test func `events that cannot happen change nothing`() {
        var pool = PoolMachine(limits: Self.limits())
        expect(pool.connected(3, now: 0), equals: .failConnection)
        expect(pool.returned(3, reusable: true, now: 0), equals: .failConnection)
        expect(pool.connectFailed(3), equals: ConnectFailedAction())
        expect(pool.lost(3), equals: .doNothing)
        expect(pool.connectionCount, equals: 0)
    }

    @Test(arguments: 0..<50 as Range<UInt64>) func `no sequence of events breaks a bound or lends a connection twice`(
        seed: UInt64
    ) {
        var random = SeededGenerator(seed: seed)
        let limits = PoolLimits(maximumConnections: 4, maximumWaiters: 3, idleTimeout: 20, waitTimeout: 10)
        var pool = PoolMachine(limits: limits)
        var connecting: Set<UInt32> = []
        var leased: Set<UInt32> = []
        var idle: Set<UInt32> = []
        func settle(_ action: IdleAction, _ number: UInt32) {
            leased.remove(number)
            switch action {
            case .hand: leased.insert(number)
            case .park: idle.insert(number)
            case .close, .failConnection: _ = pool.lost(number)
            }
        }
        for now in 0..<500 as Range<UInt64> {
            switch Int.random(in: 0..<6, using: &random) {
            case 0, 1:
                switch pool.borrow(waiter: UInt32(now), fresh: Bool.random(using: &random), now: now) {
                case .use(let number):
                    #expect(idle.remove(number) != nil)
                    #expect(leased.insert(number).inserted)
                case .connect(let number): #expect(connecting.insert(number).inserted)
                case .replace(let number):
                    #expect(idle.remove(number) != nil)
                    #expect(connecting.insert(number).inserted)
                case .wait, .refuse: break
                }
            case 2:
                guard let number = connecting.randomElement(using: &random) else { continue }
                connecting.remove(number)
                settle(pool.connected(number, now: now), number)
            case 3:
                guard let number = connecting.randomElement(using: &random) else { continue }
                connecting.remove(number)
                if let next = pool.connectFailed(number).connect { #expect(connecting.insert(next).inserted) }
            case 4:
                guard let number = leased.randomElement(using: &random) else { continue }
                settle(pool.returned(number, reusable: Bool.random(using: &random), now: now), number)
            default:
                guard let number = leased.union(idle).randomElement(using: &random) else { continue }
                leased.remove(number)
                idle.remove(number)
                if case .connect(let next) = pool.lost(number) { #expect(connecting.insert(next).inserted) }
            }
            while case let action = pool.expire(now: now), action != .doNothing {
                if case .close(let number) = action { #expect(idle.remove(number) != nil) }
            }
            expect(pool.connectionCount <= 4, equals: true)
            expect(pool.waiterCount <= 3 + 4, equals: true)
            expect(pool.idleCount, equals: idle.count)
        }
    }

    @Test func `other bounds hold for who comes from then on`() {
        var pool = PoolMachine(limits: Self.limits(connections: 2, waiters: 1))
        for waiter in 0..<2 as Range<UInt32> { _ = pool.borrow(waiter: waiter, now: 0) }
        pool.change(Self.limits(connections: 1, waiters: 1))
        expect(pool.borrow(waiter: 2, now: 0), equals: .refuse)
        expect(pool.connected(0, now: 1), equals: .hand(0, to: 0))
        expect(pool.connected(1, now: 1), equals: .hand(1, to: 1))
        expect(pool.connectionCount, equals: 2)
        pool.change(Self.limits(connections: 3, waiters: 1))
        expect(pool.borrow(waiter: 2, now: 1), equals: .connect(2))
    }
}
