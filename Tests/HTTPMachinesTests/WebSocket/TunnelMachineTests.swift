import HTTPMachines
import Testing

/// How long two connections pass everything on to each other, and how they end.
@Suite struct TunnelMachineTests {
    private static let second: UInt64 = 1_000_000_000

    @Test func `it ends when both sides have ended, and either may be first`() {
        for (first, second) in [(TunnelMachine.Side.client, TunnelMachine.Side.upstream), (.upstream, .client)] {
            var tunnel = TunnelMachine(idleTimeout: Self.second, maximumAge: .max, now: 5)
            #expect(tunnel.endedFirst == nil)
            #expect(tunnel.ended(first) == .passOn)
            #expect(tunnel.ended(first) == .doNothing)
            #expect(tunnel.endedFirst == first)
            #expect(tunnel.ended(second) == .close)
            #expect(tunnel.ended(second) == .doNothing && tunnel.ended(first) == .doNothing)
        }
    }

    @Test func `silence has a limit, and every byte begins it anew`() {
        var tunnel = TunnelMachine(idleTimeout: Self.second, maximumAge: .max, now: 0)
        #expect(tunnel.limitPassed(at: Self.second - 1) == nil)
        #expect(tunnel.limitPassed(at: Self.second) == .idle)
        tunnel.moved(at: Self.second - 1)
        #expect(tunnel.limitPassed(at: Self.second) == nil)
        #expect(tunnel.limitPassed(at: 2 * Self.second - 1) == .idle)
    }

    @Test func `age has a limit whatever passes`() {
        var tunnel = TunnelMachine(idleTimeout: Self.second, maximumAge: 3 * Self.second, now: 7)
        tunnel.moved(at: 3 * Self.second)
        #expect(tunnel.limitPassed(at: 3 * Self.second + 6) == nil)
        #expect(tunnel.limitPassed(at: 3 * Self.second + 7) == .age)
    }

    @Test func `with one side ended the other's silence is short`() {
        var tunnel = TunnelMachine(idleTimeout: 3_600 * Self.second, maximumAge: .max, now: 0)
        _ = tunnel.ended(.client)
        #expect(tunnel.limitPassed(at: TunnelMachine.halfOpenTimeout - 1) == nil)
        #expect(tunnel.limitPassed(at: TunnelMachine.halfOpenTimeout) == .idle)
    }

    @Test func `times beyond the clock are none`() {
        let tunnel = TunnelMachine(idleTimeout: .max, maximumAge: .max, now: 9)
        #expect(tunnel.limitPassed(at: .max - 1) == nil)
    }
}
