import HTTPMachines
import Testing

/// An exchange that has become another protocol's: what is HTTP's is over.
@Suite struct SwitchedExchangeTests {
    private static let get = RequestTraits(hasBody: false, keepAlive: true)

    private func sent(_ traits: RequestTraits = get) -> ExchangeMachine {
        var machine = ExchangeMachine()
        expect(machine.requestBytes(), equals: .parseHead)
        expect(machine.admitted(traits), equals: .acquireUpstream)
        expect(machine.upstreamReady(), equals: .sendRequest)
        return machine
    }

    private func switched() -> ExchangeMachine {
        var machine = self.sent()
        expect(machine.requestBytes(), equals: .hold)
        expect(machine.protocolSwitched(), equals: .passOn)
        return machine
    }

    @Test func `what is held before the answer passes on behind it`() {
        var machine = self.switched()
        expect(machine.isSwitched, equals: true)
        expect(machine.isExchanging, equals: true)
        expect(machine.isIdle, equals: false)
        expect(machine.requestBytes(), equals: .passOn)
    }

    @Test func `times, cuts and the end of requests are not for it`() {
        var machine = self.switched()
        expect(machine.deadlinePassed(waitsForUpstream: false), equals: .doNothing)
        expect(machine.cut(), equals: .doNothing)
        expect(machine.beginEnding(), equals: false)
        expect(machine.requestBroken(), equals: .doNothing)
        expect(machine.mayRetry, equals: false)
        expect(machine.clientInputClosed(hasUnreadBytes: false), equals: .goOn)
        expect(machine.isSwitched, equals: true)
    }

    @Test func `what is left is thrown away when it has ended`() {
        var machine = self.switched()
        machine.tunnelEnded()
        expect(machine.isSwitched, equals: false)
        expect(machine.isExchanging, equals: false)
        expect(machine.requestBytes(), equals: .discard)
        expect(machine.deadlinePassed(waitsForUpstream: false), equals: .close)
    }

    @Test func `a client that is gone takes the upstream along`() {
        var machine = self.switched()
        expect(machine.clientLost(), equals: .closeUpstream)
        expect(machine.requestBytes(), equals: .discard)
    }

    @Test func `nothing switches that was not sent whole, or is answered already`() {
        var early = ExchangeMachine()
        expect(early.protocolSwitched(), equals: .failConnection)
        var body = self.sent(RequestTraits(hasBody: true, keepAlive: true))
        expect(body.protocolSwitched(), equals: .failConnection)
        var old = self.sent(RequestTraits(hasBody: false, keepAlive: true, isHTTP10: true))
        expect(old.protocolSwitched(), equals: .failConnection)
        var answered = self.sent()
        expect(answered.responseHead(.length(1)), equals: .forward(.length(1), closes: false))
        expect(answered.protocolSwitched(), equals: .failConnection)
        var twice = self.switched()
        expect(twice.protocolSwitched(), equals: .failConnection)
        var ended = ExchangeMachine()
        ended.tunnelEnded()
        expect(ended.isIdle, equals: true)
    }
}
