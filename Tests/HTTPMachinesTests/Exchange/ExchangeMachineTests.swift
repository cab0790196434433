import HTTPMachines
import TestKit
import Testing

@Suite struct ExchangeMachineTests {
    private static let get = RequestTraits(hasBody: false, keepAlive: true)
    private static let post = RequestTraits(hasBody: true, keepAlive: true)

    /// A machine in which a request has been sent to its upstream.
    private func sent(_ traits: RequestTraits) -> ExchangeMachine {
        var machine = ExchangeMachine()
        expect(machine.requestBytes(), equals: .parseHead)
        expect(machine.admitted(traits), equals: .acquireUpstream)
        expect(machine.upstreamReady(), equals: .sendRequest)
        return machine
    }

    @Test func `a request without a body is answered and the next may come`() {
        var machine = self.sent(Self.get)
        expect(machine.requestBytes(), equals: .hold)
        expect(machine.responseHead(.length(3)), equals: .forward(.length(3), closes: false))
        expect(machine.responseEnded(upstreamReusable: true), equals: .finish(reuseUpstream: true, .awaitNext))
        expect(machine.isIdle, equals: true)
        expect(machine.requestBytes(), equals: .parseHead)
    }

    @Test func `a body is forwarded until its end`() {
        var machine = self.sent(Self.post)
        expect(machine.requestBytes(), equals: .forwardBody)
        expect(machine.requestEnded(), equals: .endRequest)
        expect(machine.requestBytes(), equals: .hold)
        expect(machine.responseHead(.chunked), equals: .forward(.chunked, closes: false))
        expect(machine.responseEnded(upstreamReusable: true), equals: .finish(reuseUpstream: true, .awaitNext))
    }

    @Test func `an answer that overtakes its request ends both connections`() {
        var machine = self.sent(Self.post)
        expect(machine.responseHead(.length(0)), equals: .forward(.length(0), closes: true))
        expect(machine.requestBytes(), equals: .forwardBody)
        expect(machine.responseEnded(upstreamReusable: true), equals: .finish(reuseUpstream: false, .drain))
        expect(machine.requestBytes(), equals: .discard)
    }

    @Test func `a request that ends while its answer streams still closes, as its head said`() {
        var machine = self.sent(Self.post)
        expect(machine.responseHead(.length(9)), equals: .forward(.length(9), closes: true))
        expect(machine.requestEnded(), equals: .endRequest)
        // The upstream may have answered without a look at the body, which would be its next request then.
        expect(machine.responseEnded(upstreamReusable: true), equals: .finish(reuseUpstream: false, .close))
    }

    @Test(
        arguments: [
            (BodyFraming.chunked, false, ClientFraming.chunked), (.chunked, true, .untilClose),
            (.untilClose, false, .chunked), (.untilClose, true, .untilClose), (.length(5), true, .length(5)),
            (.none, false, .none),
        ])
    func `the framing towards the client fits its version`(
        framing: BodyFraming, isHTTP10: Bool, expected: ClientFraming
    ) {
        var machine = self.sent(RequestTraits(hasBody: false, keepAlive: !isHTTP10, isHTTP10: isHTTP10))
        expect(machine.responseHead(framing), equals: .forward(expected, closes: isHTTP10))
    }

    @Test func `the answer to HEAD has no body`() {
        var machine = self.sent(RequestTraits(hasBody: false, keepAlive: true, isHead: true))
        expect(machine.responseHead(.length(100)), equals: .forward(.none, closes: false))
    }

    @Test func `interim responses go to those who understand them`() {
        var new = self.sent(Self.get)
        expect(new.interimResponse(), equals: .forward)
        var old = self.sent(RequestTraits(hasBody: false, keepAlive: false, isHTTP10: true))
        expect(old.interimResponse(), equals: .drop)
    }

    @Test(arguments: [false, true]) func `interim responses without end are a broken upstream`(isHTTP10: Bool) {
        var machine = self.sent(RequestTraits(hasBody: false, keepAlive: !isHTTP10, isHTTP10: isHTTP10))
        for _ in 0..<ExchangeMachine.mostInterimResponses {
            expect(machine.interimResponse(), equals: isHTTP10 ? .drop : .forward)
        }
        expect(machine.interimResponse(), equals: .failUpstream)
        let ending = isHTTP10 ? ClientEnding.close : .awaitNext
        expect(machine.upstreamFailed(.upstreamMalformed), equals: .answer(.upstreamMalformed, ending))
    }

    @Test func `each request has its own interim responses`() {
        var machine = self.sent(Self.get)
        for _ in 0..<ExchangeMachine.mostInterimResponses { expect(machine.interimResponse(), equals: .forward) }
        _ = machine.responseHead(.length(0))
        expect(machine.responseEnded(upstreamReusable: true), equals: .finish(reuseUpstream: true, .awaitNext))
        expect(machine.requestBytes(), equals: .parseHead)
        expect(machine.admitted(Self.get), equals: .acquireUpstream)
        expect(machine.upstreamReady(), equals: .sendRequest)
        expect(machine.interimResponse(), equals: .forward)
    }

    @Test func `a refusal leaves the connection open only when the request is whole`() {
        var whole = ExchangeMachine()
        _ = whole.requestBytes()
        expect(whole.refused(Self.get), equals: .answer(.awaitNext))
        var unread = ExchangeMachine()
        _ = unread.requestBytes()
        expect(unread.refused(Self.post), equals: .answer(.drain))
        var closing = ExchangeMachine()
        _ = closing.requestBytes()
        expect(closing.refused(RequestTraits(hasBody: false, keepAlive: false)), equals: .answer(.close))
    }

    @Test func `a failed try is followed by a few others at most, and only when that is safe`() {
        var machine = self.sent(Self.get)
        for _ in 0..<5 {
            expect(machine.mayRetry, equals: true)
            expect(machine.upstreamLost(canRetry: true), equals: .retry)
            expect(machine.upstreamReady(), equals: .sendRequest)
        }
        expect(machine.mayRetry, equals: false)
        expect(machine.upstreamLost(canRetry: true), equals: .answer(.upstreamUnreachable, .awaitNext))
        var unsafe = self.sent(Self.get)
        expect(unsafe.upstreamLost(canRetry: false), equals: .answer(.upstreamUnreachable, .awaitNext))
    }

    @Test func `a request whose body was read whole is not waited for again after a retry`() {
        var machine = self.sent(Self.post)
        expect(machine.requestEnded(), equals: .endRequest)
        expect(machine.upstreamLost(canRetry: true), equals: .retry)
        expect(machine.upstreamReady(), equals: .sendRequest)
        expect(machine.isReceivingBody, equals: false)
    }

    @Test func `who finds no connection is tried again elsewhere`() {
        var machine = ExchangeMachine()
        _ = machine.requestBytes()
        _ = machine.admitted(Self.post)
        expect(machine.tryFailed(.upstreamUnreachable, canRetry: true), equals: .retry)
        expect(machine.upstreamReady(), equals: .sendRequest)
        expect(machine.isReceivingBody, equals: true)
    }

    @Test func `nothing is tried again once an interim response has gone to the client`() {
        var machine = self.sent(Self.get)
        expect(machine.interimResponse(), equals: .forward)
        expect(machine.mayRetry, equals: false)
        expect(machine.upstreamLost(canRetry: true), equals: .answer(.upstreamUnreachable, .awaitNext))
        // HTTP/1.0 never saw it.
        var old = self.sent(RequestTraits(hasBody: false, keepAlive: false, isHTTP10: true))
        expect(old.interimResponse(), equals: .drop)
        expect(old.mayRetry, equals: true)
    }

    @Test func `when the time of the exchange is over it is the upstream that was too slow`() {
        var machine = ExchangeMachine()
        _ = machine.requestBytes()
        _ = machine.admitted(Self.get)
        expect(
            machine.deadlinePassed(waitsForUpstream: false, isExchangeOver: true),
            equals: .answer(.upstreamTimeout, .awaitNext))
    }

    @Test func `a failure after the response has begun is shown by its truncation`() {
        var machine = self.sent(Self.get)
        _ = machine.responseHead(.chunked)
        expect(machine.upstreamLost(canRetry: true), equals: .truncate)
        expect(machine.upstreamFailed(.upstreamMalformed), equals: .doNothing)
    }

    @Test func `a deadline says whose fault it was`() {
        var idle = ExchangeMachine()
        expect(idle.deadlinePassed(waitsForUpstream: false), equals: .close)
        var head = ExchangeMachine()
        _ = head.requestBytes()
        expect(head.deadlinePassed(waitsForUpstream: false), equals: .answer(.requestTimeout, .drain))
        var acquiring = ExchangeMachine()
        _ = acquiring.requestBytes()
        _ = acquiring.admitted(Self.get)
        expect(acquiring.deadlinePassed(waitsForUpstream: false), equals: .answer(.upstreamUnavailable, .awaitNext))
        var body = self.sent(Self.post)
        expect(body.deadlinePassed(waitsForUpstream: false), equals: .answer(.requestTimeout, .drain))
        var stalled = self.sent(Self.post)
        expect(stalled.deadlinePassed(waitsForUpstream: true), equals: .answer(.upstreamTimeout, .drain))
        var silent = self.sent(Self.get)
        expect(silent.deadlinePassed(waitsForUpstream: false), equals: .answer(.upstreamTimeout, .awaitNext))
        var response = self.sent(Self.get)
        _ = response.responseHead(.chunked)
        expect(response.deadlinePassed(waitsForUpstream: false), equals: .truncate)
    }

    @Test func `a key that is revoked is refused before the answer and cut within it`() {
        var waiting = self.sent(Self.get)
        expect(waiting.cut(), equals: .answer(.awaitNext))
        var streaming = self.sent(Self.get)
        _ = streaming.responseHead(.chunked)
        expect(streaming.cut(), equals: .truncate)
        var idle = ExchangeMachine()
        expect(idle.cut(), equals: .doNothing)
    }

    @Test func `a client that stops sending still gets its answer`() {
        var machine = self.sent(Self.get)
        expect(machine.clientInputClosed(hasUnreadBytes: false), equals: .goOn)
        expect(machine.responseHead(.length(1)), equals: .forward(.length(1), closes: true))
        expect(machine.responseEnded(upstreamReusable: true), equals: .finish(reuseUpstream: true, .close))
        var half = self.sent(Self.post)
        expect(half.clientInputClosed(hasUnreadBytes: true), equals: .goOn)
        expect(half.clientInputClosed(hasUnreadBytes: false), equals: .close)
        var idle = ExchangeMachine()
        expect(idle.clientInputClosed(hasUnreadBytes: false), equals: .close)
        expect(idle.deadlinePassed(waitsForUpstream: false), equals: .close)
    }

    @Test func `a client that leaves takes its claim on the upstream along`() {
        var acquiring = ExchangeMachine()
        _ = acquiring.requestBytes()
        _ = acquiring.admitted(Self.get)
        expect(acquiring.clientLost(), equals: .doNothing)
        expect(acquiring.upstreamReady(), equals: .returnUnused)
        var exchanging = self.sent(Self.get)
        expect(exchanging.clientLost(), equals: .closeUpstream)
        expect(exchanging.clientLost(), equals: .doNothing)
    }

    @Test func `a shutdown closes what is idle and lets the rest finish`() {
        var idle = ExchangeMachine()
        expect(idle.beginEnding(), equals: true)
        var busy = self.sent(Self.get)
        expect(busy.beginEnding(), equals: false)
        expect(busy.responseHead(.length(1)), equals: .forward(.length(1), closes: true))
        expect(busy.responseEnded(upstreamReusable: true), equals: .finish(reuseUpstream: true, .close))
    }

    @Test func `a shutdown waits for the first request, which is the last one`() {
        var machine = ExchangeMachine()
        expect(machine.beginEnding(awaitsFirst: true), equals: false)
        expect(machine.requestBytes(), equals: .parseHead)
        expect(machine.admitted(Self.get), equals: .acquireUpstream)
        expect(machine.upstreamReady(), equals: .sendRequest)
        expect(machine.responseHead(.length(1)), equals: .forward(.length(1), closes: true))
        expect(machine.responseEnded(upstreamReusable: true), equals: .finish(reuseUpstream: true, .close))
    }

    @Test func `an impossible event fails the connection and does not trap`() {
        var machine = ExchangeMachine()
        expect(machine.admitted(Self.get), equals: .failConnection)
        expect(machine.requestBytes(), equals: .discard)
        var unasked = ExchangeMachine()
        expect(unasked.responseHead(.none), equals: .failConnection)
        var twice = self.sent(Self.get)
        _ = twice.responseHead(.none)
        expect(twice.responseHead(.none), equals: .failConnection)
    }

    @Test(arguments: 0..<200 as Range<UInt64>) func `no sequence of events traps`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var machine = ExchangeMachine()
        for _ in 0..<200 {
            let traits = RequestTraits(
                hasBody: .random(using: &random), keepAlive: .random(using: &random), isHTTP10: .random(using: &random))
            switch Int.random(in: 0..<16, using: &random) {
            case 0: _ = machine.requestBytes()
            case 1: _ = machine.admitted(traits)
            case 2: _ = machine.refused(traits)
            case 3: _ = machine.upstreamReady()
            case 4: _ = machine.requestEnded()
            case 5: _ = machine.interimResponse()
            case 6: _ = machine.responseHead(.chunked)
            case 7: _ = machine.responseEnded(upstreamReusable: .random(using: &random))
            case 8: _ = machine.upstreamLost(canRetry: .random(using: &random))
            case 9: _ = machine.upstreamFailed(.upstreamMalformed)
            case 10: _ = machine.requestBroken()
            case 11: _ = machine.deadlinePassed(waitsForUpstream: .random(using: &random))
            case 12: _ = machine.cut()
            case 13: _ = machine.clientInputClosed(hasUnreadBytes: .random(using: &random))
            case 14: _ = machine.beginEnding()
            default: if Int.random(in: 0..<8, using: &random) == 0 { machine = ExchangeMachine() }
            }
            let contradicts = machine.isIdle && machine.isExchanging
            #expect(!contradicts)
        }
    }
}
